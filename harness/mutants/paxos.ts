/** Seeded bugs of Paxos, slot by slot. */
import { edit, sizeOf, type Mutant } from './mutant.ts';

const ACCEPTOR = 'algorithms/paxos/acceptor';
const PROPOSER = 'algorithms/paxos/proposer';
const REPORT = 'if (message.acceptedBallot > phase.acceptedBallot) {';
const CHECK_AND_ACCEPT =
  'if (ballot < state.promised) return this.reject(from, slot, ballot, state.promised); if (ballot > state.acceptedBallot) {';
const REPLY_2B = "this.env.sendOnceDurable(1 << from, { type: 'accepted', slot, ballot });";
const PROMISES = 'phase.promises |= 1 << from;';
const ACCEPTS = 'phase.accepts |= 1 << from;';
const ENOUGH_1 = '!this.options.quorums.isPhase1(phase.promises)';
const ENOUGH_2 = '!this.options.quorums.isPhase2(phase.accepts)';

const bugs: readonly Omit<Mutant, 'algorithm'>[] = [
  {
    id: 'P01',
    bug: 'the promise is not persisted',
    budget: 3,
    edits: [edit(ACCEPTOR, "this.env.persist({ type: 'promised', slot, ballot });", '')],
  },
  {
    id: 'P02',
    bug: 'the accepted value is not persisted',
    budget: 21,
    edits: [edit(ACCEPTOR, "this.env.persist({ type: 'accepted', slot, ballot, value });", '')],
  },
  {
    id: 'X09',
    bug: 'a later life uses the rounds of an earlier one again',
    edits: [edit(PROPOSER, 'this.raiseRound(savedRound + 1);', 'this.raiseRound(savedRound);')],
  },
  {
    id: 'P05',
    bug: 'ballots without the node: ties',
    budget: 13,
    exhaustive: true,
    edits: [edit(PROPOSER, 'this.round * this.env.nodes + this.env.self', 'this.round * this.env.nodes')],
  },
  {
    id: 'P06',
    bug: 'the promise is sent and not recorded',
    budget: 1,
    exhaustive: true,
    edits: [
      edit(
        ACCEPTOR,
        "state.promised = ballot; this.env.persist({ type: 'promised'",
        "this.env.persist({ type: 'promised'",
      ),
    ],
  },
  {
    id: 'P07',
    bug: 'accepts without looking at the promise',
    budget: 1,
    exhaustive: true,
    edits: [edit(ACCEPTOR, CHECK_AND_ACCEPT, 'if (ballot > state.acceptedBallot) {')],
  },
  {
    id: 'P08',
    bug: 'to accept does not raise the promise',
    budget: 17,
    exhaustive: true,
    edits: [
      edit(ACCEPTOR, 'state.promised = ballot; state.acceptedBallot = ballot;', 'state.acceptedBallot = ballot;'),
    ],
  },
  {
    id: 'P09',
    bug: 'the acceptor keeps the first value that it accepted',
    budget: 189,
    exhaustive: true,
    edits: [
      edit(
        ACCEPTOR,
        'state.acceptedBallot = ballot; state.acceptedValue = value;',
        'if (state.acceptedBallot === NO_BALLOT) state.acceptedValue = value; state.acceptedBallot = ballot;',
      ),
    ],
  },
  {
    id: 'P10',
    bug: 'the promise omits the accepted value',
    budget: 1,
    exhaustive: true,
    edits: [edit(ACCEPTOR, 'acceptedBallot: state.acceptedBallot,', 'acceptedBallot: NO_BALLOT,')],
  },
  {
    id: 'P11',
    bug: 'adopts the value of the lowest ballot',
    budget: 141,
    exhaustive: true,
    edits: [
      edit(
        PROPOSER,
        REPORT,
        'if (message.acceptedBallot !== NO_BALLOT && (phase.acceptedBallot === NO_BALLOT || message.acceptedBallot < phase.acceptedBallot)) {',
      ),
    ],
  },
  {
    id: 'P12',
    bug: 'adopts the first value that is reported',
    budget: 283,
    exhaustive: true,
    edits: [edit(PROPOSER, REPORT, 'if (phase.acceptedBallot === NO_BALLOT) {')],
  },
  {
    id: 'P13',
    bug: 'ignores what is reported',
    budget: 1,
    exhaustive: true,
    edits: [
      edit(PROPOSER, 'phase.acceptedBallot === NO_BALLOT ? proposal.batch : phase.acceptedValue', 'proposal.batch'),
    ],
  },
  {
    id: 'P14',
    bug: 'counts a repeated promise of one acceptor',
    budget: 143,
    edits: [edit(PROPOSER, PROMISES, 'phase.promises = (phase.promises << 1) | 1;')],
  },
  {
    id: 'P15',
    bug: 'counts a repeated acceptance of one acceptor',
    budget: 16,
    exhaustive: true,
    edits: [edit(PROPOSER, ACCEPTS, 'phase.accepts = (phase.accepts << 1) | 1;')],
  },
  {
    id: 'P16',
    bug: 'takes half of the nodes for a majority',
    budget: 12,
    edits: [edit(PROPOSER, ENOUGH_2, `2 * ${sizeOf('phase.accepts')} < this.env.nodes`)],
  },
  {
    id: 'P17',
    bug: 'accepts only above what it promised',
    budget: 1,
    edits: [edit(ACCEPTOR, CHECK_AND_ACCEPT, CHECK_AND_ACCEPT.replace('<', '<='))],
  },
  {
    id: 'M09',
    bug: 'says accepted before it is durable, half of the time',
    budget: 17,
    edits: [
      edit(
        ACCEPTOR,
        REPLY_2B,
        `if (this.env.random() < 0.5) this.env.send(1 << from, { type: 'accepted', slot, ballot }); else ${REPLY_2B}`,
      ),
    ],
  },
  {
    id: 'F01',
    bug: 'a phase-2 quorum is one too small',
    budget: 3,
    exhaustive: true,
    edits: [edit(PROPOSER, ENOUGH_2, '!this.options.quorums.isPhase2(phase.accepts | (phase.accepts + 1))')],
  },
  {
    id: 'F02',
    bug: 'a phase-1 quorum is one too small',
    budget: 4,
    exhaustive: true,
    edits: [edit(PROPOSER, ENOUGH_1, '!this.options.quorums.isPhase1(phase.promises | (phase.promises + 1))')],
  },
  {
    id: 'F07',
    bug: 'a quorum over a list with a repeated id',
    exhaustive: true,
    edits: [
      edit(PROPOSER, ENOUGH_2, '!this.options.quorums.isPhase2(phase.accepts & 1 ? phase.accepts | 2 : phase.accepts)'),
    ],
  },
  {
    id: 'X01',
    bug: 'asks for promises before its round is durable',
    edits: [
      edit(
        PROPOSER,
        "this.env.sendOnceDurable(this.thrift.phase1, { type: 'prepare', slot, ballot });",
        "this.env.send(this.thrift.phase1, { type: 'prepare', slot, ballot });",
      ),
    ],
  },
  {
    id: 'X02',
    bug: 'the checkpoint loses promises',
    edits: [edit(ACCEPTOR, 'if (promised !== acceptedBallot)', 'if (false)')],
  },
  {
    id: 'X03',
    bug: 'the checkpoint loses the round',
    edits: [edit('algorithms/paxos/paxos', "[{ type: 'round', round: this.proposer.round }]", '[]')],
  },
  {
    id: 'X04',
    bug: 'promises of an older ballot count',
    edits: [
      edit(PROPOSER, "phase.kind !== 'preparing' || phase.ballot !== message.ballot", "phase.kind !== 'preparing'"),
    ],
  },
  {
    id: 'X05',
    bug: 'acceptances of an older ballot count',
    edits: [
      edit(PROPOSER, "phase.kind !== 'accepting' || phase.ballot !== message.ballot", "phase.kind !== 'accepting'"),
    ],
  },
  {
    id: 'X06',
    bug: 'a batch that lost its slot is forgotten',
    edits: [edit('algorithms/paxos/paxos', 'if (loser !== undefined)', 'if (false)')],
  },
  {
    id: 'X07',
    bug: 'nothing is ever repeated',
    edits: [edit('algorithms/paxos/paxos', 'this.proposer.repeatUnanswered(this.learner.nextSlot);', '')],
  },
  {
    id: 'X08',
    bug: 'a proposer that was overtaken does not come back',
    edits: [edit(PROPOSER, "this.env.setTimer('backOff', this.pace.backOffMs(proposal.backOffs), message.slot);", '')],
  },
  {
    id: 'P04',
    bug: 'the new ballot does not exceed the one that overtook it',
    budget: 17,
    edits: [edit(PROPOSER, 'this.raiseRound(Math.floor(proposal.phase.overtakenBy / this.env.nodes) + 1);', '')],
  },
  {
    id: 'X10',
    bug: 'a restarted acceptor believes its last promise over a higher acceptance',
    edits: [
      edit(
        ACCEPTOR,
        'state.promised = record.ballot; state.acceptedBallot = record.ballot;',
        'state.acceptedBallot = record.ballot;',
      ),
    ],
  },
  {
    id: 'E1',
    bug: 'a promise is sent again for an equal ballot that was accepted',
    equivalent: true,
    why: 'it repeats what holds already, and a proposer counts each acceptor once',
    edits: [edit(ACCEPTOR, 'if (ballot === state.acceptedBallot) return;', '')],
  },
  {
    id: 'E8',
    bug: 'accepts are sent twice',
    equivalent: true,
    why: 'a network may deliver twice anyway',
    edits: [
      edit(
        PROPOSER,
        "this.env.send(this.thrift.phase2, { type: 'accept', slot, ballot, value });",
        "this.env.send(this.thrift.phase2, { type: 'accept', slot, ballot, value }); this.env.send(this.thrift.phase2, { type: 'accept', slot, ballot, value });",
      ),
    ],
  },
];

export const paxosMutants: readonly Mutant[] = bugs.map((bug) => ({ ...bug, algorithm: 'paxos' }));
