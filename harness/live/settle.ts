/** The end of a live run: the load stops, the nodes catch up, and what they hold is compared with what was answered. */
import { InvariantViolation } from '../../algorithms/assert.ts';
import type { NodeId } from '../../algorithms/contract.ts';
import { illegalText } from '../check/history-sample.ts';
import { nsOf } from '../sim/simulator.ts';
import type { LiveTrial } from './live-trial.ts';
import type { Mesh } from './mesh.ts';
import { digestOf } from './state-digest.ts';

const POLL_MS = 1;
const ELECTION_TIMEOUTS = 30;
const REPORT_LIMIT_MS = 2000;

export interface Settled {
  /** Operations that were under way and did not end. */
  readonly stuck: number;
  /** Nodes that have not executed all that is committed. */
  readonly lagging: readonly NodeId[];
  /** The next slot that nobody has committed. */
  readonly slots: number;
}

/** @throws InvariantViolation when a check fails */
export function settle(trial: LiveTrial, mesh: Mesh): Settled {
  const { clients, checker, spec } = trial;
  const limitMs = Math.max(ELECTION_TIMEOUTS * spec.policy.electionMs[1], spec.workload.timeoutMs);
  clients.stop();
  runUntil(trial, () => clients.outstanding === 0, limitMs);
  const stuck = clients.outstanding;
  const lagging = () => {
    const behind: NodeId[] = [];
    for (let node = 0; node < spec.nodes; node++) {
      if (mesh.board.get(node, 'executedSlot') < checker.nextSlot) behind.push(node);
    }
    return behind;
  };
  runUntil(trial, () => lagging().length === 0, limitMs);
  for (let node = 0; node < spec.nodes; node++) trial.order(node, { type: 'report' });
  runUntil(trial, () => trial.digests.size === spec.nodes, REPORT_LIMIT_MS);
  compare(trial);
  return { stuck, lagging: lagging(), slots: checker.nextSlot };
}

/** Every node that has executed all that is committed holds what a single copy would. */
function compare({ checker, digests }: LiveTrial): void {
  checker.finish();
  const wanted = digestOf(checker.state());
  for (const [node, digest] of digests) {
    if (digest?.executedSlot !== checker.nextSlot) continue;
    if (digest.keys === wanted.keys && digest.checksum === wanted.checksum) continue;
    throw new InvariantViolation(
      'StateMachineSafety',
      `node ${node} has executed all slots below ${digest.executedSlot}, and holds other values than they give`,
    );
  }
  const sample = checker.sample.judge();
  if (sample.verdict !== 'ok') throw new InvariantViolation('Linearizability', illegalText(sample));
}

/** Until `done`, or for so long. */
function runUntil(trial: LiveTrial, done: () => boolean, limitMs: number): void {
  const { simulator, agenda } = trial;
  const deadline = simulator.now + nsOf(limitMs);
  const poll = (): void => {
    if (done() || simulator.now >= deadline) simulator.stop();
    else agenda.after(nsOf(POLL_MS), poll);
  };
  agenda.after(0, poll);
  simulator.runWith(trial);
}
