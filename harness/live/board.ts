/**
 * What the nodes show of themselves while a run lasts: a row of numbers per node in shared memory, written by the node's
 * thread at the end of its turns and read by that of the clients.
 */
import type { NodeId } from '../../algorithms/contract.ts';

/** The places in a row. */
const PLACES = {
  /** 1 if its process runs. */
  isUp: 0,
  /** 1 if it takes itself for the leader. */
  leads: 1,
  ballot: 2,
  /** All slots below are executed. */
  executedSlot: 3,
  /** All slots below are in its durable snapshot. */
  durableSlot: 4,
  messages: 5,
  bytes: 6,
  interRegionBytes: 7,
  diskWrites: 8,
  busyNs: 9,
} as const;

export type BoardField = keyof typeof PLACES;

/** A field per cache line would be kinder to the caches; a row per node keeps the writers apart. */
const ROW = 16;

export class Board {
  readonly memory: SharedArrayBuffer;
  private readonly cells: Float64Array;

  constructor(nodes: number, memory = new SharedArrayBuffer(nodes * ROW * Float64Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.cells = new Float64Array(memory);
  }

  get(node: NodeId, field: BoardField): number {
    return this.cells[node * ROW + PLACES[field]]!;
  }

  set(node: NodeId, field: BoardField, value: number): void {
    this.cells[node * ROW + PLACES[field]] = value;
  }

  /** The node that leads, by its own account and the highest ballot. */
  leader(nodes: number): NodeId | undefined {
    let leader: NodeId | undefined;
    let highest = -1;
    for (let node = 0; node < nodes; node++) {
      if (this.get(node, 'isUp') === 0 || this.get(node, 'leads') === 0 || this.get(node, 'ballot') <= highest)
        continue;
      leader = node;
      highest = this.get(node, 'ballot');
    }
    return leader;
  }
}
