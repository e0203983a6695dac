/**
 * Which protocol recovers while only some links are left: the cases of Omni-Paxos, cell by cell. How each case is staged is
 * told in `harness/fuzz/partial-connectivity.ts`; who published which cell, in `published-connectivity.ts` beside it.
 */
import {
  CONNECTIVITY_SCENARIOS,
  CONNECTIVITY_VARIANTS,
  type ConnectivityRow,
} from '../../harness/fuzz/partial-connectivity.ts';
import { publishedCell, type PublishedCell } from '../../harness/fuzz/published-connectivity.ts';
import { reported, same, type Gate } from '../../harness/reproduce/gates.ts';
import type { Lab } from '../../harness/reproduce/lab.ts';
import { matrix } from '../../harness/reproduce/matrix-chart.ts';
import type { Findings, PublishedExperiment } from '../../harness/reproduce/published-experiment.ts';

/** Of each cell. */
const RUNS = 5;

export const partialConnectivity: PublishedExperiment = {
  name: 'partial-connectivity',
  question: 'Which protocol recovers while a partition leaves only some links?',
  source:
    'Ng, Haridi and Carbone, Omni-Paxos: Breaking the Barriers of Partial Connectivity, EuroSys 2023, §7.2 and the table in the authors’ text on it (omnipaxos.com/blog, 8 May 2023): the rows Raft, Raft PV+CQ and Multi-Paxos. Multi-Paxos with another failure detector: Re-evaluation on MultiPaxos (zhiying12.github.io, 2023)',
  setup: [
    'Five servers, of which C leads; chained: three, of which B leads. Majorities. Ten clients write and read all the time.',
    'Quorum-loss: every server keeps only its link to A. Constrained: C is cut off, A is the only hub, and its log is behind. Chained: the link between B and C is cut, A reaches both.',
    'The partition lasts forty election time-outs (50 to 100 ms, theirs are 50 ms to 5 s). Recovered is who commits after ten of them; stalled, who commits nothing from then on; degraded, who goes on under leaders that overtake each other.',
    `${RUNS} runs per cell, each with a seed of its own; the cell is what all of them have in common, else it says mixed.`,
    'Every run is checked for safety as it goes.',
  ],
  expected:
    'Raft cannot leave the constrained case, as the only server that reaches a majority has a log that is behind; Multi-Paxos that elects only when its leader is dead cannot leave the quorum loss, as the hub hears that the leader lives.',
  run: async (lab): Promise<Findings> => {
    const cells = publishedCells();
    const found = await measure(lab, [...cells, ...UNPUBLISHED]);
    return {
      gates: [
        ...cells.flatMap((cell, i) => gatesOf(cell, found[i]!)),
        ...UNPUBLISHED.flatMap((cell, i) => changesOf(cell, found[cells.length + i]!)),
      ],
      charts: [
        matrix({
          name: 'partial-connectivity',
          title: 'Who recovers while the partition holds, by protocol and case',
          caption: `Ground: what is published; disc: what ${RUNS} runs have in common. Cells of which nothing is published are left out.`,
          cells: cells.map(({ variant, scenario, outcome }, i) => ({
            row: variant,
            column: scenario,
            published: outcome,
            measured: found[i]!.outcome,
          })),
          rowTitle: 'protocol',
          columnTitle: 'case',
          outcomes: ['recovers', 'stalls', 'degraded', 'mixed'],
        }),
      ],
      notes: ['Outcomes are words, and no model gives the counts beside them: there is nothing to predict.'],
    };
  },
  live: 'its cases are staged to the millisecond (the hub misses heartbeats for 40 of the 50 ms after which it would campaign), and threads that share CPUs are late by as much',
};

/** Nothing is published of these by name: the text describes ends of a chain that depose each other. */
const UNPUBLISHED: readonly Cell[] = [
  { variant: 'raft', scenario: 'chained' },
  { variant: 'raft, preVote, checkQuorum', scenario: 'chained' },
];

type Cell = Pick<PublishedCell, 'variant' | 'scenario'> & Partial<PublishedCell>;

async function measure(lab: Lab, cells: readonly Cell[]): Promise<Outcome[]> {
  const seeds = lab.seeds('partial-connectivity', RUNS);
  const inputs = cells.flatMap(({ variant, scenario }) =>
    seeds.map((seed) => ({
      variant: CONNECTIVITY_VARIANTS.find((each) => each.variant === variant)!,
      scenario,
      quorums: scenario === 'chained' ? '2/2' : '3/3',
      seed,
    })),
  );
  const rows = await lab.measure('connectivity', inputs);
  return cells.map((cell, i) => outcomeOf(cell, rows.slice(i * RUNS, (i + 1) * RUNS)));
}

function publishedCells(): PublishedCell[] {
  const cells = CONNECTIVITY_VARIANTS.flatMap(({ variant }) =>
    CONNECTIVITY_SCENARIOS.map((scenario) => publishedCell(variant, scenario)),
  );
  return cells.filter((cell) => cell !== undefined);
}

interface Outcome {
  readonly outcome: string;
  /** Means over the runs. */
  readonly commits: number;
  readonly leaderChanges: number;
}

function outcomeOf({ outcome }: Cell, rows: readonly ConnectivityRow[]): Outcome {
  // `agrees` knows when commits that go on are degraded.
  const outcomes = new Set(rows.map((row) => (row.agrees === true && outcome !== undefined ? outcome : row.outcome)));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    outcome: outcomes.size === 1 ? [...outcomes][0]! : 'mixed',
    commits: mean(rows.map((row) => row.commits)),
    leaderChanges: mean(rows.map((row) => row.leader_changes)),
  };
}

function gatesOf(cell: PublishedCell, found: Outcome): Gate[] {
  const { variant, scenario, outcome, source } = cell;
  const name = `${variant}, ${scenario}`;
  return [
    same(`${name} (${source})`, found.outcome, outcome),
    ...(outcome === 'stalls' ? [reported(`${name}: slots committed while it held`, found.commits)] : []),
    ...(scenario === 'chained' ? changesOf(cell, found) : []),
  ];
}

function changesOf({ variant, scenario }: Cell, { leaderChanges, commits }: Outcome): Gate[] {
  const name = `${variant}, ${scenario}`;
  return [
    reported(`${name}: changes of the leader`, leaderChanges),
    reported(`${name}: slots committed while it held`, commits),
  ];
}
