/** The invariants of an algorithm whose replicas are recorded: they see the replica, not who stands before it. */
import type { Batch, NodeId, NodeSet, Observer, Protocol, Replica, Saved } from '../../../algorithms/contract.ts';
import type { RecordedReplica } from './recorded-algorithm.ts';

export class SeeingObserver implements Observer<Protocol> {
  private readonly observer: Observer<Protocol>;

  constructor(observer: Observer<Protocol>) {
    this.observer = observer;
  }

  onStart(node: NodeId, saved: Saved<Protocol>): void {
    this.observer.onStart(node, saved);
  }
  onStop(node: NodeId): void {
    this.observer.onStop(node);
  }
  onPersist(node: NodeId, record: Protocol['Record']): void {
    this.observer.onPersist(node, record);
  }
  onDurable(node: NodeId, record: Protocol['Record']): void {
    this.observer.onDurable(node, record);
  }
  onSend(node: NodeId, to: NodeSet, message: Protocol['Message']): void {
    this.observer.onSend(node, to, message);
  }
  onCommit(node: NodeId, slot: number, batch: Batch): void {
    this.observer.onCommit(node, slot, batch);
  }
  onStep(node: NodeId, replica: Replica<Protocol>): void {
    this.observer.onStep(node, (replica as RecordedReplica).replica);
  }
  forget(slot: number): void {
    this.observer.forget(slot);
  }
}
