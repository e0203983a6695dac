/** What a recorded life took in and did, as JSON lines `{t_ms, node, life, event, …}`; an effect has the time of its input. */
import type { Effect, Input } from '../harness/live/recording/items.ts';
import type { ReplayWatch } from '../harness/live/recording/replay-life.ts';
import type { OutputFile } from './output-file.ts';

const NS_PER_MS = 1_000_000;

export class LifeTrace implements ReplayWatch {
  private readonly output: OutputFile;
  private readonly node: number;
  private readonly life: number;
  private timeMs = 0;

  constructor(output: OutputFile, node: number, life: number) {
    this.output = output;
    this.node = node;
    this.life = life;
  }

  onInput({ type, atNs, ...detail }: Input): void {
    this.timeMs = atNs / NS_PER_MS;
    this.write(type, detail);
  }

  onEffect({ effect, ...detail }: Effect): void {
    this.write(effect, detail);
  }

  private write(event: string, detail: object): void {
    const { node, life } = this;
    this.output.write(`${JSON.stringify({ t_ms: this.timeMs, node, life, event, ...detail })}\n`);
  }
}
