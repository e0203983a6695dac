/** Seeded bugs of Raft. */
import { edit, sizeOf, type Mutant } from './mutant.ts';

const ELECTION = 'algorithms/raft/election';
const APPEND = 'algorithms/raft/append-entries';
const REPLICATION = 'algorithms/raft/replication';
const RAFT = 'algorithms/raft/raft';

const SAVE = "raft.env.persist({ type: 'state', currentTerm: raft.currentTerm, votedFor: raft.votedFor });";
const GRANTS =
  'message.term === raft.currentTerm && (raft.votedFor === undefined || raft.votedFor === from) && isUpToDate(raft.log, message)';
const UP_TO_DATE =
  '(candidate.lastLogTerm > ownTerm || (candidate.lastLogTerm === ownTerm && candidate.lastLogIndex >= lastIndex(log)))';
const VOTES = 'candidate.votes |= singleton(from);';
const WINS = 'raft.options.quorums.isPhase1(candidate.votes)';
const COMMITTED = 'const committed = Math.min(message.leaderCommit, matchIndex);';
const MATCH = 'if (matchIndex > leader.matchIndex[from]) {';
const TERM_CHECK = 'if (message.term < raft.currentTerm) return refuse(raft, from, prevLogIndex, STALE_TERM, 0);';
const NEWER =
  "if (message.term > this.currentTerm && message.type !== 'preVote') observeNewerTerm(this, from, message);";

const bugs: readonly Omit<Mutant, 'algorithm'>[] = [
  {
    id: 'R01',
    bug: 'the vote is not persisted',
    budget: 13,
    edits: [
      edit(ELECTION, SAVE, "raft.env.persist({ type: 'state', currentTerm: raft.currentTerm, votedFor: undefined });"),
    ],
  },
  { id: 'R02', bug: 'the term is not persisted', budget: 1, edits: [edit(ELECTION, SAVE, '')] },
  {
    id: 'R03',
    bug: 'entries of older terms are committed by counting (Figure 8); one entry a message',
    budget: 60,
    edits: [
      edit(
        REPLICATION,
        'best > raft.commitIndex && termAt(raft.log, best) === raft.currentTerm',
        'best > raft.commitIndex',
      ),
      edit(REPLICATION, 'const MAX_BYTES_PER_MESSAGE = 65_536;', 'const MAX_BYTES_PER_MESSAGE = 1;'),
    ],
  },
  { id: 'R04', bug: 'votes for logs that are not up to date', budget: 1, edits: [edit(ELECTION, UP_TO_DATE, 'true')] },
  {
    id: 'R05',
    bug: 'up to date is who has the longer log',
    budget: 36,
    edits: [edit(ELECTION, UP_TO_DATE, 'candidate.lastLogIndex >= lastIndex(log)')],
  },
  {
    id: 'R06',
    bug: 'up to date is who has the later last term',
    budget: 10,
    edits: [edit(ELECTION, UP_TO_DATE, 'candidate.lastLogTerm >= ownTerm')],
  },
  {
    id: 'R07',
    bug: 'the term of the preceding entry is not compared',
    budget: 1,
    edits: [edit(APPEND, 'if (term !== message.prevLogTerm)', 'if (false)')],
  },
  {
    id: 'R08',
    bug: 'a conflict overwrites one entry and keeps what follows',
    budget: 17,
    edits: [
      edit(
        APPEND,
        "truncateFrom(log, index); env.persist({ type: 'truncate', fromIndex: index });",
        "const rest = log.entries.slice(index - log.baseIndex); truncateFrom(log, index); env.persist({ type: 'truncate', fromIndex: index }); log.entries.push(entry); env.persist(entry); for (const other of rest) { log.entries.push(other); env.persist(other); } return;",
      ),
    ],
  },
  {
    id: 'R09',
    bug: 'what follows prevLogIndex is always truncated',
    budget: 4,
    edits: [
      edit(
        APPEND,
        'for (let i = 0; i < message.entries.length; i++) append',
        "if (message.entries.length > 0 && prevLogIndex >= log.baseIndex && prevLogIndex < lastIndex(log)) { truncateFrom(log, prevLogIndex + 1); raft.env.persist({ type: 'truncate', fromIndex: prevLogIndex + 1 }); } for (let i = 0; i < message.entries.length; i++) append",
      ),
    ],
  },
  {
    id: 'R10',
    bug: 'a heartbeat without entries truncates',
    budget: 106,
    edits: [
      edit(
        APPEND,
        'for (let i = 0; i < message.entries.length; i++) append',
        "if (message.entries.length === 0 && prevLogIndex >= log.baseIndex && prevLogIndex < lastIndex(log)) { truncateFrom(log, prevLogIndex + 1); raft.env.persist({ type: 'truncate', fromIndex: prevLogIndex + 1 }); } for (let i = 0; i < message.entries.length; i++) append",
      ),
    ],
  },
  {
    id: 'R11',
    bug: 'a follower commits up to the end of its log',
    budget: 30,
    edits: [edit(APPEND, COMMITTED, 'const committed = Math.min(message.leaderCommit, lastIndex(log));')],
  },
  {
    id: 'R12',
    bug: 'the commit index may go down',
    budget: 1,
    edits: [
      edit(
        APPEND,
        'if (committed > raft.commitIndex) raft.commitTo(committed);',
        'if (committed > raft.commitIndex) raft.commitTo(committed); else raft.commitIndex = committed;',
      ),
    ],
  },
  {
    id: 'R13',
    bug: 'a refused request advances the commit index',
    budget: 8,
    edits: [
      edit(
        APPEND,
        'if (prevLogIndex > lastIndex(log)) {',
        'if (Math.min(message.leaderCommit, lastIndex(log)) > raft.commitIndex) raft.commitTo(Math.min(message.leaderCommit, lastIndex(log))); if (prevLogIndex > lastIndex(log)) {',
      ),
    ],
  },
  {
    id: 'R15',
    bug: 'matchIndex may go down',
    budget: 2,
    edits: [edit(REPLICATION, MATCH, 'if (matchIndex !== leader.matchIndex[from]) {')],
  },
  {
    id: 'R16',
    bug: 'a refusal raises matchIndex',
    budget: 16,
    edits: [
      edit(
        REPLICATION,
        'if (!message.success) return backUp',
        'if (!message.success && message.prevLogIndex > leader.matchIndex[from]) { leader.matchIndex[from] = Math.min(message.prevLogIndex, lastIndex(raft.log)); leader.nextIndex[from] = leader.matchIndex[from] + 1; advanceCommitIndex(raft, leader, leader.matchIndex[from]); return; } if (!message.success) return backUp',
      ),
    ],
  },
  {
    id: 'R17',
    bug: 'votes of an older term count',
    budget: 33,
    edits: [
      edit(
        ELECTION,
        "candidate.kind !== 'candidate' || message.term !== raft.currentTerm",
        "candidate.kind !== 'candidate'",
      ),
    ],
  },
  {
    id: 'R18',
    bug: 'a repeated vote counts',
    budget: 25,
    edits: [edit(ELECTION, VOTES, 'candidate.votes = (candidate.votes << 1) | 1;')],
  },
  {
    id: 'R19',
    bug: 'two votes in one term',
    budget: 1,
    edits: [
      edit(ELECTION, GRANTS, 'message.term === raft.currentTerm && isUpToDate(raft.log, message)'),
      edit(
        ELECTION,
        'if (raft.votedFor === undefined) { raft.votedFor = from;',
        'if (raft.votedFor !== from) { raft.votedFor = from;',
      ),
    ],
  },
  {
    id: 'R20',
    bug: 'a vote is granted for a stale term',
    budget: 6,
    edits: [
      edit(
        ELECTION,
        GRANTS,
        '(raft.votedFor === undefined || raft.votedFor === from) && isUpToDate(raft.log, message)',
      ),
      edit(
        ELECTION,
        "{ type: 'requestVoteReply', term: raft.currentTerm, voteGranted });",
        "{ type: 'requestVoteReply', term: message.term, voteGranted });",
      ),
    ],
  },
  {
    id: 'R21',
    bug: 'half of the votes win',
    budget: 9,
    edits: [edit(ELECTION, WINS, `2 * ${sizeOf('candidate.votes')} >= raft.env.nodes`)],
  },
  { id: 'R22', bug: 'entries of an older term are accepted', budget: 34, edits: [edit(APPEND, TERM_CHECK, '')] },
  {
    id: 'R24',
    bug: 'a leader ignores a newer term in a reply: whoever has it, and may not campaign by PreVote, is left behind',
    budget: 11,
    edits: [
      edit(
        RAFT,
        NEWER,
        "if (message.term > this.currentTerm && message.type !== 'preVote' && !(this.role.kind === 'leader' && message.type.endsWith('Reply'))) observeNewerTerm(this, from, message);",
      ),
    ],
  },
  {
    id: 'R25',
    bug: 'a candidate does not raise its term',
    budget: 1,
    edits: [edit(ELECTION, 'raft.currentTerm += 1;', 'if (raft.currentTerm === 0) raft.currentTerm = 1;')],
  },
  {
    id: 'R26',
    bug: 'no no-op after an election',
    budget: 4,
    edits: [
      edit(REPLICATION, 'appendToLog(raft, leader, NO_OP);', 'sendAppendEntries(raft, raft.others, next, NO_ENTRIES);'),
    ],
  },
  {
    id: 'R27',
    bug: 'nextIndex is never rolled back',
    budget: 50,
    edits: [
      edit(
        REPLICATION,
        'if (!message.success) return backUp(raft, leader, from, message);',
        'if (!message.success) return;',
      ),
    ],
  },
  {
    id: 'D02',
    bug: 'entries are not persisted',
    budget: 1,
    edits: [edit(APPEND, 'log.entries.push(entry); env.persist(entry);', 'log.entries.push(entry);')],
  },
  {
    id: 'D04',
    bug: 'the checkpoint loses the vote',
    budget: 50,
    edits: [
      edit(RAFT, "{ type: 'state', currentTerm, votedFor }", "{ type: 'state', currentTerm, votedFor: undefined }"),
    ],
  },
  {
    id: 'X01',
    bug: 'requestVote leaves before term and vote are durable',
    edits: [
      edit(
        ELECTION,
        'if (raft.others !== 0) env.sendOnceDurable(raft.others, request);',
        'if (raft.others !== 0) env.send(raft.others, request);',
      ),
    ],
  },
  {
    id: 'X02',
    bug: "a candidate's own vote counts before it is durable",
    edits: [
      edit(
        ELECTION,
        "env.sendOnceDurable(singleton(env.self), { type: 'requestVoteReply'",
        "env.send(singleton(env.self), { type: 'requestVoteReply'",
      ),
    ],
  },
  {
    id: 'X03',
    bug: 'the vote of an older term is kept in a newer one',
    edits: [
      edit(
        ELECTION,
        "raft.votedFor = message.type === 'requestVote' && isUpToDate(raft.log, message) ? from : undefined;",
        '',
      ),
    ],
  },
  {
    id: 'X04',
    bug: 'truncation is not persisted',
    edits: [edit(APPEND, "env.persist({ type: 'truncate', fromIndex: index });", '')],
  },
  {
    id: 'X05',
    bug: 'a follower says that it matches up to the end of its log',
    edits: [
      edit(APPEND, 'const matchIndex = prevLogIndex + message.entries.length;', 'const matchIndex = lastIndex(log);'),
    ],
  },
  {
    id: 'X06',
    bug: 'a leader counts entries that it sent as held',
    edits: [
      edit(
        REPLICATION,
        'nextIndex[node] = index + 1; to |= 1 << node;',
        'nextIndex[node] = index + 1; matchIndex[node] = index; to |= 1 << node;',
      ),
    ],
  },
  {
    id: 'X07',
    bug: 'the own entry counts before it is durable',
    edits: [
      edit(
        REPLICATION,
        'raft.env.sendOnceDurable(singleton(raft.env.self), {',
        'raft.env.send(singleton(raft.env.self), {',
      ),
    ],
  },
  {
    id: 'X08',
    bug: 'a leader keeps no pending commands to give back',
    edits: [edit(ELECTION, 'redirectPending(raft, role, leader);', '')],
  },
  {
    id: 'X09',
    bug: 'an election time-out is never set again after stepping down',
    edits: [
      edit(
        ELECTION,
        'redirectPending(raft, role, leader); resetElectionTimer(raft);',
        'redirectPending(raft, role, leader);',
      ),
    ],
  },
  {
    id: 'X16',
    bug: 'every answer is answered: a message storm',
    edits: [
      edit(
        REPLICATION,
        'if (from === raft.env.self) return;',
        `if (from === raft.env.self) return;
        if (leader.nextIndex[from] > lastIndex(raft.log)) sendAppendEntries(raft, 1 << from, leader.nextIndex[from], []);`,
      ),
    ],
  },
  {
    id: 'E9',
    bug: 'one entry a message',
    equivalent: true,
    why: 'a leader may send as few entries as it likes',
    edits: [edit(REPLICATION, 'const MAX_BYTES_PER_MESSAGE = 65_536;', 'const MAX_BYTES_PER_MESSAGE = 1;')],
  },
  {
    id: 'E4',
    bug: "a reply carries the request's term",
    equivalent: true,
    why: 'requests of another term were refused or adopted before',
    edits: [
      edit(
        APPEND,
        'accept(raft, from, prevLogIndex, matchIndex);',
        'accept(raft, from, prevLogIndex, matchIndex, message.term);',
      ),
      edit(
        APPEND,
        'function accept(raft, from, prevLogIndex, matchIndex) {',
        'function accept(raft, from, prevLogIndex, matchIndex, term = raft.currentTerm) {',
      ),
      edit(APPEND, 'term: raft.currentTerm, success: true,', 'term, success: true,'),
    ],
  },
  {
    id: 'E6',
    bug: 'a leader appends no-ops now and then',
    equivalent: true,
    why: 'a no-op is a legal entry',
    edits: [
      edit(
        REPLICATION,
        'noteAnswers(raft, leader);',
        'noteAnswers(raft, leader); if (raft.env.random() < 0.2) appendToLog(raft, leader, NO_OP);',
      ),
    ],
  },
];

export const raftMutants: readonly Mutant[] = bugs.map((bug) => ({ ...bug, algorithm: 'raft' }));
