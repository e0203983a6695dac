/** Seeded bugs of Multi-Paxos' option `learners`, which half of the schedules has at "all". */
import { edit, type Mutant } from './mutant.ts';

const ACCEPTOR = 'algorithms/multi-paxos/acceptor';
const TALLY = 'algorithms/multi-paxos/tally';

const bugs: readonly Omit<Mutant, 'algorithm'>[] = [
  {
    id: 'X11',
    bug: 'a learner adds up the votes of different ballots',
    edits: [edit(TALLY, 'count === undefined || count.ballot < ballot', 'count === undefined')],
  },
  {
    id: 'X12',
    bug: 'a learner counts a repeated vote',
    edits: [edit(TALLY, 'count.voters |= 1 << from;', 'count.voters = (count.voters << 1) | 1;')],
  },
  {
    id: 'X13',
    bug: 'an acceptor tells learners before its vote is durable',
    edits: [edit(ACCEPTOR, 'this.env.sendOnceDurable(told, {', 'this.env.send(told, {')],
  },
];

export const multiPaxosOptionMutants: readonly Mutant[] = bugs.map((bug) => ({ ...bug, algorithm: 'multi-paxos' }));
