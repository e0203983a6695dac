/**
 * What must hold once the faults have stopped: whatever was open ends, fresh operations commit, and every node learns them,
 * all within thirty election time-outs (DESIGN: liveness after heal). Continues a trial that has run.
 */
import { nsOf } from '../sim/simulator.ts';
import type { Trial } from './trial.ts';

const FRESH_OPERATIONS = 5;
const ELECTION_TIMEOUTS = 30;
const POLL_MS = 5;

export interface Liveness {
  /** Operations that were open when the load stopped and did not end. */
  readonly stuck: number;
  /** Fresh operations that did not end. */
  readonly freshFailed: number;
  /** Nodes that did not execute all that is committed. */
  readonly lagging: readonly number[];
}

/** @throws InvariantViolation when a check fails meanwhile */
export function checkLiveness(trial: Trial): Liveness {
  const { clients, machines, agreement } = trial;
  clients.stop();
  runUntil(trial, () => clients.outstanding === 0);
  const stuck = clients.outstanding;

  const fresh: number[] = [];
  for (let i = 0; i < FRESH_OPERATIONS; i++) fresh.push(clients.invokeOnce(i));
  const open = () => fresh.filter((client) => clients.isOutstanding(client)).length;
  runUntil(trial, () => open() === 0);
  const freshFailed = open();

  const lagging = () => machines.filter(({ node }) => (node?.executedSlot ?? 0) < agreement.nextSlot);
  runUntil(trial, () => lagging().length === 0);
  return { stuck, freshFailed, lagging: lagging().map(({ self }) => self) };
}

/** Until `done`, or for thirty election time-outs. */
function runUntil(trial: Trial, done: () => boolean): void {
  const { simulator, agenda, spec } = trial;
  const deadline = simulator.now + nsOf(ELECTION_TIMEOUTS * spec.policy.electionMs[1]);
  const poll = (): void => {
    if (done() || simulator.now >= deadline) simulator.stop();
    else agenda.after(nsOf(POLL_MS), poll);
  };
  poll();
  if (!done()) simulator.run();
}
