/** What Flexible Paxos says of its quorums in §4, asked of the quorum library: exact, nothing is run. */
import { countingSystem, majoritySystem } from '../../algorithms/quorum/counting.ts';
import { paxosLegality } from '../../algorithms/quorum/legality.ts';
import { allNodes } from '../../algorithms/quorum/node-set.ts';
import type { Quorums } from '../../algorithms/quorum/quorum-system.ts';
import { systemFromSpec } from '../../algorithms/quorum/spec.ts';
import { same, type Gate } from '../../harness/reproduce/gates.ts';

/** N = 20 as 5 columns of 4 rows. */
const COLUMNS = 5;
const ROWS = 4;

export function toleranceGates(): Gate[] {
  return [...headlines(), ...gridGates()];
}

function headlines(): Gate[] {
  const ten = countingSystem(10, 8, 3);
  const leastQ1 = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].find((q1) => paxosLegality(countingSystem(10, q1, 3)) === undefined);
  const even = countingSystem(6, 4, 3);
  return [
    same('§4: N = 10, |q2| = 3: least |q1|', leastQ1!, 8),
    same('§4: N = 10, |q2| = 3: crashes that an election survives (|q2| - 1)', survives(10, ten.phase1), 2),
    same('§4: N = 10, |q2| = 3: crashes that a commit survives (N - |q2|)', survives(10, ten.phase2), 7),
    same('§4: N even, |q1| = N/2 + 1, |q2| = N/2 is legal', paxosLegality(even) === undefined, true),
    same('§4: N = 6: with N/2 crashed a leader commits under |q2| = N/2', even.isPhase2(0b000111), true),
    same('§4: N = 6: with N/2 crashed a leader commits under majorities', majoritySystem(6).isPhase2(0b000111), false),
  ];
}

/** Most crashes, whichever they are, with a quorum left; of counting quorums. */
function survives(nodes: number, quorums: Quorums): number {
  let crashes = 0;
  while (crashes < nodes && quorums.test(allNodes(nodes - crashes - 1))) crashes++;
  return crashes;
}

function gridGates(): Gate[] {
  const rows = Array.from({ length: ROWS }, (_, row) =>
    Array.from({ length: COLUMNS }, (_, column) => String(row * COLUMNS + column)),
  );
  const row = { kind: 'grid', rows, rule: 'row' } as const;
  const column = { kind: 'grid', rows, rule: 'column' } as const;
  const both = { kind: 'grid', rows, rule: 'row+column' } as const;
  const flexible = systemFromSpec(ROWS * COLUMNS, row, column);
  const paxos = systemFromSpec(ROWS * COLUMNS, both, both);
  const oneColumn = upWithout(rows.map((nodes) => nodes[0]!));
  const oneRow = upWithout(rows[0]!);
  return [
    same('§4: 5 × 4 grid, one of each row crashed: FPaxos commits', flexible.isPhase2(oneColumn), true),
    same('§4: the same: FPaxos elects', flexible.isPhase1(oneColumn), false),
    same('§4: the same: Paxos commits', paxos.isPhase2(oneColumn), false),
    same('§4: 5 × 4 grid, a row crashed: FPaxos elects', flexible.isPhase1(oneRow), true),
    same('§4: the same: FPaxos commits', flexible.isPhase2(oneRow), false),
  ];
}

function upWithout(crashed: readonly string[]): number {
  return crashed.reduce((up, node) => up & ~(1 << Number(node)), allNodes(ROWS * COLUMNS));
}
