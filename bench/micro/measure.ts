/** One measurement of host cost, by tinybench; and a table of several, each beside the bare event queue of the same run. */
import Table from 'cli-table3';
import { Bench } from 'tinybench';

export interface Measurement {
  readonly subject: string;
  /** What one iteration does: `event`, `step`, `commit`. */
  readonly unit: string;
  /** Units a second, median over the samples. */
  readonly perSecond: number;
  /** Relative margin of error of the mean, in percent. */
  readonly marginPercent: number;
}

const BUDGET_MS = 600;

/**
 * @param perIteration how many units one call of `action` does
 * @throws whatever `action` throws: tinybench would only note it
 */
export async function measure(
  subject: string,
  unit: string,
  perIteration: number,
  action: () => void,
  budgetMs = BUDGET_MS,
): Promise<Measurement> {
  const bench = new Bench({ time: budgetMs, warmupTime: budgetMs / 4, throws: true });
  bench.add(subject, action);
  await bench.run();
  const { result } = bench.tasks[0]!;
  if (result.state !== 'completed') throw new Error(`${subject} ended as ${result.state}`);
  const { latency } = result;
  return { subject, unit, perSecond: (perIteration * 1000) / latency.p50, marginPercent: latency.rme };
}

/** As text, in the order given. @param reference whose rate all ratios are to */
export function table(measurements: readonly Measurement[], reference: Measurement): string {
  const rows = new Table({
    head: ['subject', 'unit', 'per second', 'time each', `x ${reference.subject}`, '± %'],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const { subject, unit, perSecond, marginPercent } of measurements) {
    const ratio = reference.perSecond / perSecond;
    rows.push([subject, unit, rate(perSecond), duration(1 / perSecond), ratio.toFixed(2), marginPercent.toFixed(1)]);
  }
  return rows.toString();
}

function rate(perSecond: number): string {
  if (perSecond >= 1e6) return `${(perSecond / 1e6).toFixed(2)} M`;
  return perSecond >= 1e3 ? `${(perSecond / 1e3).toFixed(1)} k` : perSecond.toFixed(1);
}

function duration(seconds: number): string {
  if (seconds < 1e-6) return `${(seconds * 1e9).toFixed(1)} ns`;
  return seconds < 1e-3 ? `${(seconds * 1e6).toFixed(2)} µs` : `${(seconds * 1e3).toFixed(2)} ms`;
}
