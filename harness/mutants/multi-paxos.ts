/** Seeded bugs of Multi-Paxos; those of quorums run as Flexible Paxos. */
import { edit, sizeOf, type Mutant } from './mutant.ts';

const ACCEPTOR = 'algorithms/multi-paxos/acceptor';
const CANDIDATE = 'algorithms/multi-paxos/candidate';
const LEADER = 'algorithms/multi-paxos/leader';
const LEARNER = 'algorithms/multi-paxos/learner';
const FOLLOWER = 'algorithms/multi-paxos/follower';
const REPLICA = 'algorithms/multi-paxos/replica';

const ADOPT = 'highest === undefined || vote.ballot > highest.ballot';
const PROMISE = "{ type: 'promise', ballot, firstSlot: first, votes }";
const VOTE = "const vote = { type: 'vote', ballot, slot, batch, chosenBelow };";
const ON_ACCEPT =
  'if (ballot < this.acceptor.promised) return this.reject(from, ballot); const follower = this.follow(from, ballot); const { first }';
const RECOVER =
  'while (this.nextSlot < reported.end) this.propose(roles, reported.get(this.nextSlot)?.batch ?? NO_OP);';
const COUNT = 'const accepted = this.accepted.get(slot) | (1 << from);';
const ENOUGH_2 = '!roles.options.quorums.isPhase2(accepted)';
const ENOUGH_1 = 'this.options.quorums.isPhase1(phase.promises)';
const REPLY_2B = "this.env.sendOnceDurable(1 << to, { type: 'accepted', ballot, slot });";

const bugs: readonly Omit<Mutant, 'algorithm'>[] = [
  {
    id: 'P01',
    bug: 'the promise is not persisted',
    budget: 3,
    edits: [edit(ACCEPTOR, "this.env.persist({ type: 'promised', ballot, firstSlot: this.votes.first });", '')],
  },
  {
    id: 'P02',
    bug: 'the accepted value is not persisted',
    budget: 21,
    edits: [edit(ACCEPTOR, 'this.env.persist(vote);', '')],
  },
  {
    id: 'P04',
    bug: 'a new ballot does not exceed the own promise',
    budget: 17,
    edits: [
      edit(
        REPLICA,
        'nextBallot(Math.max(acceptor.promised, this.highestSeen), env.self, env.nodes)',
        'nextBallot(this.highestSeen, env.self, env.nodes)',
      ),
    ],
  },
  {
    id: 'P05',
    bug: 'ballots without the node: ties',
    budget: 13,
    edits: [
      edit(
        'algorithms/multi-paxos/messages',
        '(Math.floor(ballot / nodes) + 1) * nodes + self',
        '(Math.floor(ballot / nodes) + 1) * nodes',
      ),
    ],
  },
  {
    id: 'P06',
    bug: 'the promise is sent and not recorded',
    budget: 1,
    edits: [edit(ACCEPTOR, 'this.raise(ballot); const votes', 'const votes')],
  },
  {
    id: 'P07',
    bug: 'accepts without looking at the promise',
    budget: 1,
    edits: [edit(REPLICA, ON_ACCEPT, 'const follower = this.follow(from, ballot); const { first }')],
  },
  {
    id: 'P08',
    bug: 'to accept does not raise the promise',
    budget: 17,
    edits: [edit(ACCEPTOR, 'this.promised = ballot; this.votes.set(slot, vote);', 'this.votes.set(slot, vote);')],
  },
  {
    id: 'P09',
    bug: 'the acceptor keeps the first value that it accepted',
    budget: 189,
    edits: [
      edit(
        ACCEPTOR,
        VOTE,
        "const vote = { type: 'vote', ballot, slot, batch: last === undefined ? batch : last.batch, chosenBelow };",
      ),
    ],
  },
  {
    id: 'P10',
    bug: 'the promise omits the accepted values',
    budget: 1,
    edits: [edit(ACCEPTOR, PROMISE, "{ type: 'promise', ballot, firstSlot: first, votes: [] }")],
  },
  {
    id: 'P11',
    bug: 'adopts the value of the lowest ballot',
    budget: 141,
    edits: [edit(CANDIDATE, ADOPT, 'highest === undefined || vote.ballot < highest.ballot')],
  },
  {
    id: 'P12',
    bug: 'adopts the first value that is reported',
    budget: 283,
    edits: [edit(CANDIDATE, ADOPT, 'highest === undefined')],
  },
  {
    id: 'P13',
    bug: 'ignores what is reported',
    budget: 1,
    edits: [edit(CANDIDATE, 'this.reported.set(vote.slot, vote);', ';')],
  },
  {
    id: 'P14',
    bug: 'counts a repeated promise of one acceptor',
    budget: 143,
    edits: [edit(CANDIDATE, 'this.promises |= 1 << from;', 'this.promises = (this.promises << 1) | 1;')],
  },
  {
    id: 'P15',
    bug: 'counts a repeated acceptance of one acceptor',
    budget: 16,
    edits: [edit(LEADER, COUNT, 'const accepted = (this.accepted.get(slot) << 1) | 1;')],
  },
  {
    id: 'P16',
    bug: 'takes half of the nodes for a majority',
    budget: 12,
    edits: [edit(LEADER, ENOUGH_2, `2 * ${sizeOf('accepted')} < roles.env.nodes`)],
  },
  {
    id: 'P17',
    bug: 'accepts only above what it promised',
    budget: 1,
    edits: [edit(REPLICA, ON_ACCEPT, ON_ACCEPT.replace('<', '<='))],
  },
  {
    id: 'M02',
    bug: 'a new leader does not fill gaps',
    budget: 22,
    edits: [
      edit(
        LEADER,
        RECOVER,
        'while (this.nextSlot < reported.end) { const vote = reported.get(this.nextSlot); if (vote !== undefined) this.propose(roles, vote.batch); else this.accepted.set(this.nextSlot++, -1); }',
      ),
    ],
  },
  {
    id: 'M03',
    bug: 'a replica executes past a gap',
    budget: 3,
    edits: [
      edit(
        LEARNER,
        'if (slot === this.firstUnchosen) this.execute();',
        'if (slot > this.firstUnchosen) this.firstUnchosen = slot; this.execute();',
      ),
    ],
  },
  {
    id: 'M04',
    bug: "a new leader's next slot is the first that it has not executed",
    budget: 1,
    edits: [
      edit(
        LEADER,
        'this.ownFrom = this.nextSlot;',
        'this.nextSlot = roles.learner.firstUnchosen; this.ownFrom = this.nextSlot;',
      ),
    ],
  },
  {
    id: 'M05',
    bug: 'the promise reports the last slot only',
    budget: 1,
    edits: [edit(ACCEPTOR, PROMISE, "{ type: 'promise', ballot, firstSlot: first, votes: votes.slice(-1) }")],
  },
  {
    id: 'M06',
    bug: 'the promise omits what the acceptor knows to be chosen',
    budget: 1,
    edits: [
      edit(
        REPLICA,
        'this.acceptor.promise(from, ballot, fromSlot);',
        'this.acceptor.promise(from, ballot, Math.max(fromSlot, this.learner.firstUnchosen));',
      ),
    ],
  },
  {
    id: 'M07',
    bug: 'no-ops are written over what was reported',
    budget: 1,
    edits: [edit(LEADER, RECOVER, 'while (this.nextSlot < reported.end) this.propose(roles, NO_OP);')],
  },
  {
    id: 'M09',
    bug: 'says accepted before it is durable, half of the time',
    budget: 17,
    edits: [
      edit(
        ACCEPTOR,
        REPLY_2B,
        `if (this.env.random() < 0.5) this.env.send(1 << to, { type: 'accepted', ballot, slot }); else ${REPLY_2B}`,
      ),
    ],
  },
  {
    id: 'M10',
    bug: 'a retry is not recognised',
    budget: 1,
    edits: [
      edit(
        'harness/cluster/sessions',
        "if (seq > last) return 'new'; return seq === last ? 'last' : 'old';",
        "return 'new';",
      ),
    ],
  },
  {
    id: 'M11',
    bug: 'a leader takes a rejection for an acceptance',
    budget: 50,
    edits: [
      edit(
        REPLICA,
        'return this.onRejected(message);',
        "if (this.phase.kind === 'leading' && this.learner.firstUnchosen < this.phase.nextSlot) return this.onAccepted(from, { ballot: message.ballot, slot: this.learner.firstUnchosen }); return this.onRejected(message);",
      ),
    ],
  },
  {
    id: 'M12',
    bug: 'the checkpoint keeps the log and loses the promise',
    budget: 100,
    edits: [
      edit(
        ACCEPTOR,
        "[{ type: 'promised', ballot: this.promised, firstSlot: this.votes.first }]",
        "[{ type: 'promised', ballot: NO_BALLOT, firstSlot: this.votes.first }]",
      ),
    ],
  },
  {
    id: 'M13',
    bug: 'the promise covers the first slot and is taken for all',
    budget: 50,
    edits: [
      edit(
        ACCEPTOR,
        PROMISE,
        "{ type: 'promise', ballot, firstSlot: first, votes: votes.filter((vote) => vote.slot === fromSlot) }",
      ),
    ],
  },
  {
    id: 'X01',
    bug: 'a follower takes what is chosen for what it accepted, whatever the ballot',
    edits: [
      edit(
        FOLLOWER,
        'if (vote === undefined || vote.ballot !== this.ballot) return;',
        'if (vote === undefined) return;',
      ),
    ],
  },
  {
    id: 'X02',
    bug: 'a restarted learner takes its votes for chosen, whatever the ballot',
    edits: [edit(LEARNER, 'slot < chosenBelow.get(vote.ballot)', 'slot < Math.max(...chosenBelow.values())')],
  },
  {
    id: 'X03',
    bug: 'prepare leaves before the ballot is durable',
    edits: [
      edit(
        CANDIDATE,
        "env.sendOnceDurable(others, { type: 'prepare', ballot, fromSlot });",
        "env.send(others, { type: 'prepare', ballot, fromSlot });",
      ),
    ],
  },
  {
    id: 'X04',
    bug: 'acceptances of an older ballot count',
    edits: [
      edit(
        REPLICA,
        "if (phase.kind === 'leading' && phase.ballot === ballot) phase.onAccepted",
        "if (phase.kind === 'leading') phase.onAccepted",
      ),
    ],
  },
  {
    id: 'X05',
    bug: 'promises of an older ballot count',
    edits: [edit(REPLICA, "phase.kind !== 'preparing' || phase.ballot !== ballot", "phase.kind !== 'preparing'")],
  },
  {
    id: 'X07',
    bug: 'a leader does not repeat its accepts',

    edits: [edit(REPLICA, "else if (this.phase.kind === 'leading') this.phase.repeatAccepts(this);", '')],
  },
  { id: 'X08', bug: 'followers that lag do not ask', edits: [edit(REPLICA, 'follower.askForMissing(this);', '')] },
  {
    id: 'X09',
    bug: 'a leader ignores rejections',
    equivalent: true,
    why: 'what it proposes is chosen no more, so that it falls silent within two election time-outs, others campaign, and the messages of the next leader make it follow',
    edits: [
      edit(
        REPLICA,
        "if (this.phase.kind !== 'following' && this.phase.ballot === ballot) this.stepDown(undefined);",
        '',
      ),
    ],
  },
  {
    id: 'X10',
    bug: 'who steps down gives nothing back',

    edits: [edit(REPLICA, 'phase.giveBack(this, leader);', '')],
  },
  {
    id: 'E6',
    bug: 'a leader proposes no-ops now and then',
    equivalent: true,
    why: 'a no-op is a legal proposal',
    edits: [
      edit(
        REPLICA,
        "if (phase.kind === 'leading') return phase.sendHeartbeat(this);",
        "if (phase.kind === 'leading') { if (env.random() < 0.2) phase.propose(this, []); return phase.sendHeartbeat(this); }",
      ),
    ],
  },
  {
    id: 'E8',
    bug: 'accepts are sent twice',
    equivalent: true,
    why: 'a network may deliver twice anyway',
    edits: [
      edit(
        LEADER,
        "if (this.asked !== 0) env.send(this.asked, { type: 'accept', ballot, slot, batch, chosenBelow });",
        "if (this.asked !== 0) for (let k = 0; k < 2; k++) env.send(this.asked, { type: 'accept', ballot, slot, batch, chosenBelow });",
      ),
    ],
  },
];

const quorumBugs: readonly Omit<Mutant, 'algorithm'>[] = [
  {
    id: 'F01',
    bug: 'a phase-2 quorum is one too small',
    budget: 3,
    edits: [edit(LEADER, ENOUGH_2, '!roles.options.quorums.isPhase2(accepted | (accepted + 1))')],
  },
  {
    id: 'F02',
    bug: 'a phase-1 quorum is one too small',
    budget: 4,
    edits: [edit(REPLICA, ENOUGH_1, 'this.options.quorums.isPhase1(phase.promises | (phase.promises + 1))')],
  },
  {
    id: 'F05',
    bug: 'quorums that do not meet pass the test of legality',
    budget: 11,
    edits: [
      edit('algorithms/quorum/legality', 'if (found === undefined) return undefined;', 'return undefined;'),
      edit(
        'harness/fuzz/nemesis',
        'countingSystem(nodes, nodes + 1 - q2, q2)',
        'countingSystem(nodes, Math.max(1, nodes - q2), q2)',
      ),
    ],
  },
  {
    id: 'F07',
    bug: 'a quorum over a list with a repeated id',
    edits: [edit(LEADER, ENOUGH_2, '!roles.options.quorums.isPhase2(accepted & 1 ? accepted | 2 : accepted)')],
  },
];

export const multiPaxosMutants: readonly Mutant[] = [
  ...bugs.map((bug) => ({ ...bug, algorithm: 'multi-paxos' })),
  ...quorumBugs.map((bug) => ({ ...bug, algorithm: 'flexible-paxos' })),
];
