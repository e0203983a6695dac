/** The environment of one life of a node in the tests' own world. */
import type { Batch, NodeId, NodeSet } from '../../algorithms/contract.ts';
import type { PaxosEnv, PaxosMessage, PaxosProtocol, PaxosRecord } from '../../algorithms/paxos/messages.ts';
import type { Cluster } from './schedule.ts';

/** What one life of a node sees of the world. */
export class NodeEnv implements PaxosEnv {
  readonly self: NodeId;
  readonly nodes: number;
  readonly cluster: Cluster;

  constructor(cluster: Cluster, self: NodeId) {
    this.cluster = cluster;
    this.self = self;
    this.nodes = cluster.world.nodes;
  }

  send(to: NodeSet, message: PaxosMessage): void {
    this.cluster.transmit(this.self, to, message);
  }
  persist(record: PaxosRecord): void {
    this.cluster.observer.onPersist();
    this.cluster.append(this.self, { kind: 'record', record });
  }
  checkpoint(records: readonly PaxosRecord[]): void {
    this.cluster.append(this.self, { kind: 'checkpoint', records });
  }
  sendOnceDurable(to: NodeSet, message: PaxosMessage): void {
    this.cluster.append(this.self, { kind: 'send', to, message });
  }
  setTimer(timer: PaxosProtocol['Timer'], ms: number, key?: number): void {
    this.cluster.setTimer(this.self, timer, ms, key);
  }
  cancelTimer(timer: PaxosProtocol['Timer'], key?: number): void {
    this.cluster.nodes[this.self]!.timers.delete(`${timer}/${key}`);
  }
  random(): number {
    return this.cluster.random();
  }
  now(): number {
    return this.cluster.time;
  }
  commit(slot: number, batch: Batch): void {
    this.cluster.observer.onCommit(this.self, slot, batch);
    this.cluster.nodes[this.self]!.log[slot] = batch;
    this.cluster.onCommit(this.self, slot, batch);
  }
  redirect(): void {
    throw new Error('Paxos without a leader never redirects');
  }
  count(event: string): void {
    this.cluster.counted.set(event, (this.cluster.counted.get(event) ?? 0) + 1);
  }
}
