/** What `list` shows, kind by kind: an entry per thing that one can name, each with a name and what it is. */
import { algorithms } from '../algorithms/registry.ts';
import { topologies } from '../harness/sim/topology.ts';
import { plannedFaultKinds } from '../harness/trial/fault-plan.ts';
import { allowed } from '../harness/trial/options.ts';
import { experiments } from './experiments/experiments.ts';
import { publishedExperiments } from './experiments/published-experiments.ts';

export interface Entry {
  readonly name: string;
  readonly about: string;
}

export const catalogues = {
  algorithms: listAlgorithms,
  quorums: listQuorums,
  topologies: listTopologies,
  faults: listFaults,
  experiments: listExperiments,
  reproductions: listReproductions,
} as const;

export type Catalogue = keyof typeof catalogues;

function listExperiments(): Entry[] {
  return experiments.map(({ name, about }) => ({ name, about }));
}

function listReproductions(): (Entry & { readonly source: string })[] {
  return publishedExperiments.map(({ name, question, source, live }) => ({
    name,
    about: question,
    source,
    'in real time': typeof live === 'string' ? `no: ${live}` : 'with --driver threads',
  }));
}

function listAlgorithms(): Entry[] {
  return algorithms.map(({ name, title, about, order, leader, options }) => ({
    name,
    title,
    about,
    leader,
    order,
    options: Object.fromEntries(
      Object.entries(options).map(([option, spec]) => [
        option,
        `${spec.about} (${allowed(spec)}; default ${JSON.stringify(spec.default)})`,
      ]),
    ),
  }));
}

const quorumFamilies: readonly (Entry & { readonly example: string })[] = [
  { name: 'majority', about: 'more than half, in both phases', example: 'majority' },
  { name: 'Q1/Q2', about: 'any Q1 nodes in phase 1, any Q2 in phase 2', example: '4/2' },
  { name: 'minimal', about: 'all counting quorums that are legal and cannot be smaller (sweep)', example: 'minimal' },
  { name: 'grid:RxC', about: 'row by row; phase 1 a row, phase 2 a column', example: 'grid:2x3' },
  { name: 'grid-cover:RxC', about: 'phase 1 a row, phase 2 one of each row', example: 'grid-cover:2x3' },
  { name: 'grid-classic:RxC', about: 'a row and a column, in both phases', example: 'grid-classic:3x3' },
  { name: 'wall:W:W:…', about: 'rows of these widths; a full row and one of each row below', example: 'wall:1:2:3' },
  { name: 'weighted:W:W:…', about: 'more than half of the weight, in both phases', example: 'weighted:3:1:1:1' },
  { name: 'weighted:W:W:…=T1/T2', about: 'weight T1 in phase 1, T2 in phase 2', example: 'weighted:3:2:1:1=5/3' },
  { name: 'zones:ZxN', about: 'Z zones of N; a majority of zones with a majority each', example: 'zones:3x3' },
  { name: 'zones:ZxN=Z1/Z2', about: 'majorities of Z1 zones in phase 1, of Z2 in phase 2', example: 'zones:3x3=3/1' },
  { name: 'expr:EXPRESSION', about: 'an expression in phase 1, its dual in phase 2', example: 'expr:0*1+2*3' },
  {
    name: '@FILE',
    about: '{"phase1": SPEC, "phase2": SPEC} in JSON or YAML; nodes are "0", "1", …',
    example: '@quorums.json',
  },
];

function listQuorums(): Entry[] {
  return [...quorumFamilies];
}

function listTopologies(): Entry[] {
  return topologies.map(({ id, nodes, rttMs, source }) => ({
    name: id,
    about: `round trips of ${Math.min(...betweenRegions(rttMs))} to ${Math.max(...betweenRegions(rttMs))} ms`,
    regions: nodes,
    source: source ?? '',
  }));
}

function betweenRegions(rttMs: readonly (readonly number[])[]): number[] {
  return rttMs.flatMap((row, i) => row.filter((_, j) => j !== i));
}

function listFaults(): Entry[] {
  const flags = [
    {
      name: 'failure-rate',
      about: 'crashes per node and minute, repaired after --repair-time',
      example: '--failure-rate 2 --repair-time exponential:1s',
    },
    { name: 'crash-leader', about: 'crashes whoever leads at these times', example: '--crash-leader 2s:5s' },
    { name: 'loss', about: 'share of messages lost', example: '--loss 0.01' },
    { name: 'duplicate', about: 'share of messages that arrive twice', example: '--duplicate 0.01' },
    { name: 'reorder', about: 'share of messages that later ones overtake', example: '--links datagram --reorder 0.1' },
  ];
  const planned = plannedFaultKinds.map(({ kind, about, example }) => ({
    name: `plan: ${kind}`,
    about,
    example: `--faults @FILE with ${JSON.stringify([example])}`,
  }));
  return [...flags, ...planned];
}
