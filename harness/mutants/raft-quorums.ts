/** Which quorums Raft may run with: a seeded bug, and a change that is none. */
import { edit, type Mutant } from './mutant.ts';

const bugs: readonly Omit<Mutant, 'algorithm'>[] = [
  {
    id: 'F06',
    bug: 'election quorums that do not meet each other pass the test of legality',
    budget: 1,
    edits: [
      edit(
        'algorithms/quorum/legality',
        'return broken(system, ELECTIONS) ?? broken(system, ACROSS);',
        'return broken(system, ACROSS);',
      ),
      edit(
        'harness/fuzz/nemesis',
        'if (random.next() < 0.6) return countingSystem(nodes, majority, majority);',
        'return countingSystem(nodes, Math.floor(nodes / 2), Math.ceil(nodes / 2) + 1);',
      ),
    ],
  },
  {
    id: 'E2',
    bug: 'of four nodes, commits need two and elections three, always',
    equivalent: true,
    why: 'such elections meet such commits and each other, which is all that Raft needs',
    edits: [
      edit(
        'harness/fuzz/nemesis',
        'if (random.next() < 0.6) return countingSystem(nodes, majority, majority);',
        'if (nodes === 4) return countingSystem(4, 3, 2); if (random.next() < 0.6) return countingSystem(nodes, majority, majority);',
      ),
    ],
  },
];

export const raftQuorumMutants: readonly Mutant[] = bugs.map((bug) => ({ ...bug, algorithm: 'raft' }));
