/**
 * Client sessions: a retried command executes once (Ongaro's thesis §6.3). A session has at most one outstanding
 * command, so that its last reply is all there is to remember. Clients are small consecutive integers.
 */
import type { KvResult } from './key-value.ts';

export interface SessionsSnapshot {
  readonly seqs: readonly number[];
  readonly results: readonly KvResult[];
}

export class Sessions {
  /** By client: the sequence number of its last command, 0 = none, and what that gave. */
  private readonly seqs: number[];
  private readonly results: KvResult[];

  constructor(snapshot: SessionsSnapshot = { seqs: [], results: [] }) {
    this.seqs = [...snapshot.seqs];
    this.results = [...snapshot.results];
  }

  get size(): number {
    return this.seqs.length;
  }

  /** `new`: execute it; `last`: answer with the remembered result; `old`: its client has gone on, nobody waits for it. */
  seen(client: number, seq: number): 'new' | 'last' | 'old' {
    const last = client < this.seqs.length ? this.seqs[client]! : 0;
    if (seq > last) return 'new';
    return seq === last ? 'last' : 'old';
  }

  /** The result of the last command of `client`, which must have one. */
  reply(client: number): KvResult {
    return this.results[client]!;
  }

  remember(client: number, seq: number, result: KvResult): void {
    while (this.seqs.length <= client) {
      this.seqs.push(0);
      this.results.push(null);
    }
    this.seqs[client] = seq;
    this.results[client] = result;
  }

  /** A copy that later commands do not change. */
  snapshot(): SessionsSnapshot {
    return { seqs: [...this.seqs], results: [...this.results] };
  }
}
