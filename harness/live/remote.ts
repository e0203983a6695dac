/** The nodes, their links and the board, as the thread of the clients has them: what is asked of them goes there as orders. */
import type { NodeId } from '../../algorithms/contract.ts';
import type { Request } from '../cluster/host.ts';
import type { PlannedFault } from '../faults/catalogue.ts';
import type { Fault, FaultWorld } from '../faults/fault.ts';
import type { Counted } from '../record/counters.ts';
import { Network } from '../sim/network.ts';
import type { Simulator } from '../sim/simulator.ts';
import type { TrialSpec } from '../trial/spec.ts';
import type { Server } from '../workload/clients.ts';
import type { Board } from './board.ts';
import type { Order } from './orders.ts';

/** Sends to a node's thread. */
export interface ToNodes {
  request(to: NodeId, arrival: number, request: Request): void;
  order(to: NodeId, order: Order): void;
}

/** A node, for its clients and for the faults that take it down. */
export class RemoteNode implements Server {
  readonly self: NodeId;
  private readonly nodes: ToNodes;

  constructor(self: NodeId, nodes: ToNodes) {
    this.self = self;
    this.nodes = nodes;
  }

  addRequest(at: number, request: Request): void {
    this.nodes.request(this.self, at, request);
  }

  crash(): void {
    this.nodes.order(this.self, { type: 'crash' });
  }

  start(): void {
    this.nodes.order(this.self, { type: 'start' });
  }
}

/** A node whose process is its thread: it is ended and begun by whoever started this thread. */
export class RemoteThread extends RemoteNode {
  private readonly ask: (type: 'kill' | 'spawn', node: NodeId) => void;

  constructor(self: NodeId, nodes: ToNodes, ask: (type: 'kill' | 'spawn', node: NodeId) => void) {
    super(self, nodes);
    this.ask = ask;
  }

  override crash(): void {
    this.ask('kill', this.self);
  }

  override start(): void {
    this.ask('spawn', this.self);
  }
}

/** The links between clients and nodes are here; those between nodes are cut at their senders. */
export class RemoteNetwork extends Network {
  private readonly nodesThreads: ToNodes;
  /** The cuts that last, each as often as it was made. */
  private readonly lasting: (readonly [NodeId, NodeId])[] = [];

  constructor(simulator: Simulator, spec: TrialSpec, nodes: ToNodes) {
    super(simulator, spec);
    this.nodesThreads = nodes;
  }

  override cut(from: NodeId, to: NodeId): void {
    super.cut(from, to);
    this.lasting.push([from, to]);
    this.nodesThreads.order(from, { type: 'cut', to });
  }

  override heal(from: NodeId, to: NodeId): void {
    super.heal(from, to);
    const index = this.lasting.findIndex(([a, b]) => a === from && b === to);
    this.lasting.splice(index, 1);
    this.nodesThreads.order(from, { type: 'heal', to });
  }

  /** A new thread of `node` knows of no cut. */
  tellAgain(node: NodeId): void {
    for (const [from, to] of this.lasting) if (from === node) this.nodesThreads.order(node, { type: 'cut', to });
  }
}

/** Kinds that act within a node or on each message: they are begun and ended in the nodes' threads. */
const WITHIN_NODES: readonly PlannedFault['kind'][] = [
  'pause',
  'slow',
  'slow-disk',
  'clock-drift',
  'clock-jump',
  'loss',
  'duplicate',
  'reorder',
  'delay',
  'clog',
  'overflow',
  'corrupt-message',
];

export function isWithinNodes({ kind }: PlannedFault): boolean {
  return WITHIN_NODES.includes(kind);
}

/** An entry of the plan that all nodes' threads are told of. */
export class ToldFault implements Fault {
  /** What it does is seen in the nodes' threads only. */
  readonly mattered = 0;
  private readonly entry: number;
  /** While it lasts: what the nodes were told. */
  private lasting: Order | undefined;
  private readonly nodes: number;
  private readonly threads: ToNodes;

  constructor(entry: number, nodes: number, threads: ToNodes) {
    this.entry = entry;
    this.nodes = nodes;
    this.threads = threads;
  }

  begin(world: FaultWorld, untilNs: number): void {
    const leader = world.leaderOrBusiest() ?? null;
    const until = untilNs === Infinity ? null : untilNs;
    this.lasting = { type: 'begin', entry: this.entry, untilNs: until, leader };
    this.tell(this.lasting);
  }

  end(): void {
    this.lasting = undefined;
    this.tell({ type: 'end', entry: this.entry });
  }

  /** A new thread of `node` knows of no fault. */
  tellAgain(node: NodeId): void {
    if (this.lasting !== undefined) this.threads.order(node, this.lasting);
  }

  private tell(order: Order): void {
    for (let node = 0; node < this.nodes; node++) this.threads.order(node, order);
  }
}

/** The counts of the cluster, as the nodes show them. */
export function countedOn(board: Board, nodes: number, simulator: Simulator): Counted {
  const sum = (field: 'messages' | 'bytes' | 'interRegionBytes') => {
    let all = 0;
    for (let node = 0; node < nodes; node++) all += board.get(node, field);
    return all;
  };
  return {
    simulator,
    network: {
      get messageCount() {
        return sum('messages');
      },
      get byteCount() {
        return sum('bytes');
      },
      get interRegionByteCount() {
        return sum('interRegionBytes');
      },
    },
    machines: Array.from({ length: nodes }, (_, node) => ({
      cpu: {
        get busyNs() {
          return board.get(node, 'busyNs');
        },
      },
      disk: {
        get flushCount() {
          return board.get(node, 'diskWrites');
        },
      },
    })),
  };
}
