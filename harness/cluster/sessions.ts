/**
 * Client sessions: a retried command executes once (Ongaro's thesis §6.3). A session has at most one outstanding
 * command, so that its last reply is all there is to remember.
 */
import type { KvResult } from './key-value.ts';

interface LastReply {
  readonly seq: number;
  readonly result: KvResult;
}

export class Sessions {
  private readonly last: Map<number, LastReply>;

  constructor(last: Iterable<readonly [number, LastReply]> = []) {
    this.last = new Map(last);
  }

  /** `new`: execute it; `last`: answer with the remembered result; `old`: its client has gone on, nobody waits for it. */
  seen(client: number, seq: number): 'new' | 'last' | 'old' {
    const last = this.last.get(client);
    if (last === undefined || seq > last.seq) return 'new';
    return seq === last.seq ? 'last' : 'old';
  }

  /** The reply to the last command of `client`. */
  reply(client: number): KvResult {
    const last = this.last.get(client);
    if (last === undefined) throw new Error(`session ${client} has no reply`);
    return last.result;
  }

  remember(client: number, seq: number, result: KvResult): void {
    this.last.set(client, { seq, result });
  }

  /** A copy that later commands do not change. */
  snapshot(): ReadonlyMap<number, LastReply> {
    return new Map(this.last);
  }
}
