/** Seeded bugs of Raft's options PreVote and CheckQuorum; a quarter of the schedules has either. */
import { edit, type Mutant } from './mutant.ts';

const RAFT = 'algorithms/raft/raft';
const REPLICATION = 'algorithms/raft/replication';
const PRE_VOTE = 'algorithms/raft/pre-vote';
const CHECK_QUORUM = 'algorithms/raft/check-quorum';

const HAS_QUORUM = 'if (raft.options.quorums.isPhase2(leader.heard)) startRound(raft, leader);';

const bugs: readonly Omit<Mutant, 'algorithm'>[] = [
  {
    id: 'R28',
    bug: 'a pre-vote is granted while a leader is heard',
    edits: [edit(PRE_VOTE, '!hasLeader(raft) &&', '')],
  },
  {
    id: 'R29',
    bug: 'a leader that no quorum answers goes on',
    edits: [edit(CHECK_QUORUM, HAS_QUORUM, 'if (true) startRound(raft, leader);')],
  },
  {
    id: 'X10',
    bug: 'pre-votes for an older term count',
    edits: [
      edit(
        PRE_VOTE,
        "role.kind !== 'preCandidate' || message.candidateTerm !== raft.currentTerm",
        "role.kind !== 'preCandidate'",
      ),
    ],
  },
  {
    id: 'X11',
    bug: 'a repeated pre-vote counts',
    edits: [edit(PRE_VOTE, 'role.votes |= singleton(from);', 'role.votes = (role.votes << 1) | 1;')],
  },
  {
    id: 'X12',
    bug: 'who grants a pre-vote enters the next term',
    edits: [
      edit(
        PRE_VOTE,
        'raft.env.sendOnceDurable(singleton(from), {',
        "if (voteGranted) { raft.currentTerm = message.term + 1; raft.votedFor = undefined; raft.env.persist({ type: 'state', currentTerm: raft.currentTerm, votedFor: undefined }); } raft.env.sendOnceDurable(singleton(from), {",
      ),
    ],
  },
  {
    id: 'X13',
    bug: 'an election quorum of answers keeps a leader',
    edits: [
      edit(CHECK_QUORUM, HAS_QUORUM, 'if (raft.options.quorums.isPhase1(leader.heard)) startRound(raft, leader);'),
    ],
  },
  {
    id: 'X14',
    bug: 'who hears from a leader votes for another all the same',
    edits: [
      edit(RAFT, "if (message.type === 'requestVote' && this.options.checkQuorum && hasLeader(this)) return;", ''),
    ],
  },
  {
    id: 'X15',
    bug: 'a leader forgets to look for its quorum',
    edits: [edit(REPLICATION, 'startRound(raft, leader);', '')],
  },
];

export const raftOptionMutants: readonly Mutant[] = bugs.map((bug) => ({ ...bug, algorithm: 'raft' }));
