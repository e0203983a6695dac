/** The network as seen from one thread: its weather and faults are drawn at the sender, and the receiver waits until a message is due. */
import type { NodeId } from '../../algorithms/contract.ts';
import type { EventTarget } from '../sim/event-queue.ts';
import { Network } from '../sim/network.ts';
import type { Simulator } from '../sim/simulator.ts';
import type { TrialSpec } from '../trial/spec.ts';

/** Sends a copy to a node on another thread, where it is to come in at `arrival`. */
export type Transport = (to: NodeId, arrival: number, message: unknown, envelope: unknown) => void;

/** A node on another thread. */
export class Elsewhere implements EventTarget {
  readonly targetId: number;
  readonly self: NodeId;

  constructor(self: NodeId) {
    this.self = self;
    this.targetId = 3 * self;
  }

  /** What is for another thread is never in this one's queue. */
  onEvent(): void {
    throw new Error(`an event for node ${this.self}, which is on another thread`);
  }
}

export class LiveNetwork extends Network {
  private readonly transport: Transport;

  constructor(simulator: Simulator, spec: TrialSpec, transport: Transport) {
    super(simulator, spec);
    this.transport = transport;
  }

  protected override deliver(
    arrival: number,
    target: EventTarget,
    _kind: number,
    _from: NodeId,
    message: unknown,
    envelope: unknown,
  ): void {
    this.transport((target as Elsewhere).self, arrival, message, envelope);
  }
}
