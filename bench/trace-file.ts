/** The story of a run as JSON lines `{t_ms, node, event, …}`; `node` is null for what belongs to no node. */
import type { Tracer } from '../harness/sim/tracer.ts';
import type { OutputFile } from './output-file.ts';

const NS_PER_MS = 1_000_000;

export class TraceFile implements Tracer {
  private readonly output: OutputFile;

  constructor(output: OutputFile) {
    this.output = output;
  }

  record(timeNs: number, node: number | undefined, event: string, detail: Readonly<Record<string, unknown>>): void {
    const line = { t_ms: timeNs / NS_PER_MS, node: node ?? null, event, ...detail };
    this.output.write(JSON.stringify(line) + '\n');
  }
}
