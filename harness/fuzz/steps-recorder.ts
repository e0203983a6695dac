/** Listens to a schedule and writes down its steps, so that a stage can play them again without network or clock. */
import type { Batch, Command, CountedEvent } from '../../algorithms/contract.ts';
import { NS_PER_MS } from '../sim/simulator.ts';
import type { Tracer } from '../sim/tracer.ts';
import { formatMessage, type Step } from './step.ts';
import { countedInWords, type Note } from './story.ts';

export class StepsRecorder implements Tracer {
  readonly steps: Step[] = [];
  /** What nodes did in each. */
  readonly notes: Note[][] = [];
  /** How many steps there were when everything healed. */
  healedAt: number | undefined;

  record(timeNs: number, node: number | undefined, event: string, detail: Readonly<Record<string, unknown>>): void {
    if (event === 'heal-all') this.healedAt = this.steps.length;
    if (node === undefined) return;
    const atMs = Math.round((timeNs / NS_PER_MS) * 1000) / 1000;
    if (event === 'start') this.add({ atMs, verb: 'start', node });
    else if (event === 'crash') this.add({ atMs, verb: 'crash', node, records: 0 });
    else if (event === 'request') this.add({ atMs, verb: 'request', node, command: detail['command'] as Command });
    else if (event === 'timer') {
      const { timer, key } = detail as { timer: string; key: number | undefined };
      this.add({ atMs, verb: 'timer', node, timer, key });
    } else if (event === 'deliver') {
      const { from, message } = detail as { from: number; message: { type: string } };
      this.add({ atMs, verb: 'deliver', node, from, message: formatMessage(message) });
    } else if (event === 'durable') this.onDurable(atMs, node);
    else if (event === 'commit') this.note(node, detail as { slot: number; batch: Batch });
    else if (event === 'count') this.note(node, countedInWords[detail['event'] as CountedEvent]);
  }

  private add(step: Step): void {
    this.steps.push(step);
    this.notes.push([]);
  }

  private note(node: number, note: Note): void {
    if (this.steps.at(-1)?.node === node) this.notes.at(-1)!.push(note);
  }

  /** One record: part of the flush that the last step tells of, or of what survives the crash of the last step. */
  private onDurable(atMs: number, node: number): void {
    const last = this.steps.at(-1);
    if (last?.node === node && last.atMs === atMs && (last.verb === 'disk' || last.verb === 'crash')) {
      this.steps[this.steps.length - 1] = { ...last, records: (last.records ?? 0) + 1 };
    } else {
      this.add({ atMs, verb: 'disk', node, records: 1 });
    }
  }
}
