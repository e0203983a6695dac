/** The pictures of `quorum-sizes.ts`: by size of the quorum, and by number of replicas. */
import { lines, points } from '../../harness/reproduce/published-chart.ts';
import { FIGURE_1, FIGURE_4, IN_PROGRESS } from './published/flexible-paxos-2016.ts';
import { allAsked, predictedMs } from './quorum-sizes-analysis.ts';
import type { Bar, Result } from './quorum-sizes.ts';

export function barChart(sweep: readonly Bar[], cpuMs: number) {
  return points({
    name: 'quorum-sizes',
    title: 'Mean latency by size of the phase-2 quorum, ms',
    caption:
      'Only a quorum is asked. Published: the bars of Fig. 4 labelled FPaxos; those labelled Paxos belong to other numbers of replicas (see errata). Formula: message delays and the wait for the CPU.',
    data: sweep.flatMap(({ setting, few }) => {
      const { nodes, q2 } = setting;
      const published = FIGURE_4.find((each) => each.nodes === nodes)!.bars[q2 - 1]!.ms;
      const replicas = `${nodes} replicas`;
      return [
        { series: 'published', replicas, q2, ms: published },
        { series: 'formula', replicas, q2, ms: predictedMs(setting, cpuMs) },
        { series: 'measured', replicas, q2, ms: few.ms },
      ];
    }),
    x: { field: 'q2', title: 'size of the phase-2 quorum' },
    y: { field: 'ms', title: 'mean latency, ms', scale: { domain: [0, 40] } },
    panel: 'replicas',
    columns: 2,
    height: 300,
  });
}

function byModel(nodes: number, cpuMs: number): Result {
  const ms = predictedMs(allAsked(nodes), cpuMs);
  return { ms, perS: (1000 * IN_PROGRESS) / ms };
}

export function figure1Chart(found: readonly Result[], cpuMs: number) {
  const both = (nodes: number, series: string, { ms, perS }: Result) => [
    { series, nodes, what: 'mean latency, ms', value: ms },
    { series, nodes, what: 'requests per second', value: perS },
  ];
  return lines({
    name: 'replicas',
    title: 'Mean latency in ms, and requests per second, by number of replicas',
    caption: `Majorities, all acceptors asked. Published: Fig. 1; measured with the one constant that comes closest, ${cpuMs} ms of CPU per message, and the formula with the same one.`,
    data: FIGURE_1.flatMap((published, i) => [
      ...both(published.nodes, 'published', published),
      ...both(published.nodes, 'formula', byModel(published.nodes, cpuMs)),
      ...both(published.nodes, 'measured', found[i]!),
    ]),
    x: {
      field: 'nodes',
      title: 'replicas',
      scale: { domain: [2.5, 14.5], nice: false },
      axis: { values: FIGURE_1.map(({ nodes }) => nodes), format: 'd' },
    },
    y: { field: 'value', title: '', scale: { zero: true } },
    dotted: ['published', 'measured'],
    panel: 'what',
    columns: 2,
    height: 300,
  });
}
