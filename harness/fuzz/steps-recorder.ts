/** Listens to a schedule and writes down its steps, so that a stage can play them again without network or clock. */
import type { Command } from '../../algorithms/contract.ts';
import { NS_PER_MS } from '../sim/simulator.ts';
import type { Tracer } from '../sim/tracer.ts';
import { formatMessage, type Step } from './step.ts';

export class StepsRecorder implements Tracer {
  readonly steps: Step[] = [];

  record(timeNs: number, node: number | undefined, event: string, detail: Readonly<Record<string, unknown>>): void {
    if (node === undefined) return;
    const atMs = Math.round((timeNs / NS_PER_MS) * 1000) / 1000;
    if (event === 'start') this.steps.push({ atMs, verb: 'start', node });
    else if (event === 'crash') this.steps.push({ atMs, verb: 'crash', node, records: 0 });
    else if (event === 'request') {
      this.steps.push({ atMs, verb: 'request', node, command: detail['command'] as Command });
    } else if (event === 'timer') {
      const { timer, key } = detail as { timer: string; key: number | undefined };
      this.steps.push({ atMs, verb: 'timer', node, timer, key });
    } else if (event === 'deliver') {
      const { from, message } = detail as { from: number; message: { type: string } };
      this.steps.push({ atMs, verb: 'deliver', node, from, message: formatMessage(message) });
    } else if (event === 'durable') this.onDurable(atMs, node);
  }

  /** One record: part of the flush that the last step tells of, or of what survives the crash of the last step. */
  private onDurable(atMs: number, node: number): void {
    const last = this.steps.at(-1);
    if (last?.node === node && last.atMs === atMs && (last.verb === 'disk' || last.verb === 'crash')) {
      this.steps[this.steps.length - 1] = { ...last, records: (last.records ?? 0) + 1 };
    } else {
      this.steps.push({ atMs, verb: 'disk', node, records: 1 });
    }
  }
}
