/**
 * Client sessions: a retried command executes once (Ongaro's thesis §6.3). A session has at most one outstanding
 * command, so that its last reply is all there is to remember. Clients are small consecutive integers.
 */
import type { KvResult } from './key-value.ts';
import type { SessionChange } from './snapshot.ts';

export class Sessions {
  /** By client: the sequence number of its last command, 0 = none, and what that gave. */
  private readonly seqs: number[] = [];
  private readonly results: KvResult[] = [];
  /** Clients that have executed something since the last snapshot, some more than once. */
  private changed: number[] = [];

  constructor(replies: Iterable<SessionChange> = []) {
    for (const { client, seq, result } of replies) this.remember(client, seq, result);
    this.changed = [];
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
    this.changed.push(client);
  }

  /** What has changed since it was last asked. */
  takeChanges(): SessionChange[] {
    const clients = new Set(this.changed);
    this.changed = [];
    return Array.from(clients, (client) => ({ client, seq: this.seqs[client]!, result: this.results[client]! }));
  }
}
