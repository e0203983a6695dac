/** All experiments by name: `quorum-bench sweep NAME`. To add one, write its file and list it here. */
import { agreement } from './agreement.ts';
import type { Experiment, PanelInput } from './experiment.ts';
import { failOver } from './fail-over.ts';
import { failureRate } from './failure-rate.ts';
import { leaderCrash } from './leader-crash.ts';
import { load } from './load.ts';
import { nodeCount } from './node-count.ts';
import { quick } from './quick.ts';

/** What `quorum-bench sweep` runs: all questions in one result set, as one product of all axes would be mostly waste. */
export const defaultSweep: Experiment = {
  name: 'default',
  about: 'Which protocol, with which quorums, gives which throughput, tail latency and availability?',
  panels: [nodeCount, failureRate, load, leaderCrash].flat(),
};

/** `quorum-bench sweep --quick`. */
export const quickSweep: Experiment = quick;

export const experiments: readonly Experiment[] = [
  defaultSweep,
  quickSweep,
  ...[nodeCount, failureRate, load, leaderCrash, failOver].map(alone),
  {
    name: 'agreement',
    about: 'What does agreement cost beside one node that agrees with itself, and how does that grow with distance?',
    panels: [...agreement],
  },
];

/** One question as a sweep of its own. */
function alone(panels: readonly PanelInput[]): Experiment {
  const { name, about = '' } = panels[0]!;
  return { name, about, panels: [...panels] };
}

export function experimentNamed(name: string): Experiment | undefined {
  return experiments.find((experiment) => experiment.name === name);
}
