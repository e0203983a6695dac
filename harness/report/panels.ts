/** Finds the panel of a result set that a question can be answered from. */
import { valuesOn, type Axis } from './axes.ts';
import type { Configuration } from './configuration.ts';
import type { Panel, ResultSet } from './result-set.ts';

/**
 * The panel in which `axis` takes the most values, at least `least`, among configurations that have figures and fulfil the
 * condition; the first of equals. Quorums are counted among as many nodes, as every number of nodes has majorities of its own.
 */
export function panelVarying(
  { panels }: ResultSet,
  axis: Axis,
  least: number,
  condition: (configuration: Configuration) => boolean = () => true,
): Panel | undefined {
  let best: Panel | undefined;
  let most = least - 1;
  for (const panel of panels) {
    const configurations = panel.configurations.filter((each) => each.verdict === 'ok' && condition(each));
    const count = axis === 'quorums' ? mostQuorums(configurations) : valuesOn(axis, configurations).length;
    if (count > most) {
      best = { ...panel, configurations };
      most = count;
    }
  }
  return best;
}

function mostQuorums(configurations: readonly Configuration[]): number {
  const perNodes = valuesOn('nodes', configurations).map((nodes) => {
    const alike = configurations.filter((each) => each.nodes === nodes);
    return valuesOn('quorums', alike).length;
  });
  return Math.max(0, ...perNodes);
}

/** By rising q2, which is what commits wait for. */
function byQuorums(a: Configuration, b: Configuration): number {
  return a.q2 - b.q2 || b.q1 - a.q1;
}

/** Labels of the quorums, by rising q2. */
export function quorumOrder(configurations: readonly Configuration[]): string[] {
  return [...new Set([...configurations].sort(byQuorums).map(({ quorums }) => quorums))];
}
