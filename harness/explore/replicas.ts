/**
 * Our own replicas as a model: the very modules that are benchmarked, under a scheduler that is free to do anything the
 * contract allows. A state is numbers only: each node's state, the messages ever sent and the ghost state of the invariants
 * are numbered, and what an input does to a node, or a turn to the ghosts, is worked out once and then looked up.
 */
import type { Algorithm, Batch, CommonOptions, NodeId, NodeSet, Protocol } from '../../algorithms/contract.ts';
import { contains, sizeOfSet } from '../../algorithms/quorum/node-set.ts';
import type { QuorumSystem } from '../../algorithms/quorum/quorum-system.ts';
import { formatMessage } from './format.ts';
import { Ghosts } from './ghosts.ts';
import { Mail } from './mail.ts';
import type { Model, PathStep, Successors } from './model.ts';
import type { Input } from './node-state.ts';
import { PlainState } from './plain-state.ts';
import { TurnEnv } from './turn.ts';
import { Turns, type Envelope, type OwnInput } from './turns.ts';

export type { Envelope } from './turns.ts';

/** What bounds the exploration. Delivery, loss, duplication and order are not bounded. */
export interface ReplicaBounds {
  /** Different values that clients ask for. */
  readonly values: number;
  /** How many of them any one node is asked for. */
  readonly requestsPerNode: number;
  /** The nodes that clients ask and whose timers fire: with counting quorums the others are all alike. */
  readonly active: NodeSet;
  /** Timers that fire, in all. */
  readonly timeouts: number;
  /** Which timers fire; all, if left out. */
  readonly timers?: readonly string[];
  /** Crashes with recovery, in all. */
  readonly restarts: number;
  /** No node goes beyond this ballot or term. */
  readonly ballot: number;
  /** Is what is persisted durable at once, or at any later time? */
  readonly disk: 'instant' | 'free';
  /** Messages that are always lost. A narrower exploration: it shows what can happen, not what cannot. */
  readonly lost?: (envelope: Envelope) => boolean;
}

/** An action is an input and the node that it happens to. */
const LANES = 32;

export class Replicas implements Model {
  readonly width: number;
  readonly lanes: readonly string[];
  readonly nodes: number;
  private readonly bounds: ReplicaBounds;
  private readonly turns: Turns;
  private readonly ghosts: Ghosts;
  private readonly mail = new Mail();
  private readonly inbox: number[] = [];

  // Where a state's fields are, behind one number per node.
  readonly mailAt: number;
  private readonly ghostsAt: number;
  private readonly timeoutsAt: number;
  private readonly restartsAt: number;

  /** @param own options that this algorithm alone has, over their defaults */
  constructor(algorithm: Algorithm, quorums: QuorumSystem, bounds: ReplicaBounds, own: object = {}) {
    const { nodes } = quorums;
    this.nodes = nodes;
    this.bounds = bounds;
    this.mailAt = nodes;
    this.ghostsAt = nodes + 1;
    this.timeoutsAt = nodes + 2;
    this.restartsAt = nodes + 3;
    this.width = nodes + 4;
    this.lanes = Array.from({ length: nodes }, (_, node) => `node ${node}`);
    const options = { ...defaultOptions(algorithm, quorums), ...own };
    const batches = Array.from({ length: bounds.values }, (_, value): Batch => [command(value)]);
    const plain = new PlainState();
    plain.share(options);
    plain.share(batches);
    const envs = Array.from({ length: nodes }, (_, self) => {
      const create = (env: TurnEnv) => algorithm.create(options, env, () => true);
      const copy = <T>(value: T): T => plain.copy(value);
      return new TurnEnv({ self, nodes, instantDisk: bounds.disk === 'instant', batches, create, copy });
    });
    for (const env of envs) plain.shareOnly(env);
    this.turns = new Turns(plain, envs, bounds);
    this.ghosts = new Ghosts(plain, algorithm.observe(options, nodes));
  }

  initial(state: Int32Array): void {
    state.fill(0);
    state[this.mailAt] = this.mail.empty;
    state[this.ghostsAt] = this.ghosts.first;
    for (let node = 0; node < this.nodes; node++) {
      const boot = this.turns.boot(node);
      const ghosts = this.ghosts.after(state[this.ghostsAt]!, boot);
      const violation = boot.violation ?? (ghosts < 0 ? this.ghosts.violation(ghosts) : undefined);
      if (violation !== undefined) throw new Error(`node ${node} cannot start: ${violation.detail}`);
      state[node] = boot.state;
      state[this.ghostsAt] = ghosts;
      state[this.mailAt] = this.mail.after(state[this.mailAt]!, boot);
    }
  }

  /** Invariants are checked in the step that breaks them. */
  violation(): undefined {
    return undefined;
  }

  successors(state: Int32Array, to: Successors): void {
    const { turns, inbox } = this;
    const count = this.mail.members(state[this.mailAt]!, inbox);
    for (let i = 0; i < count; i++) {
      this.take(state, turns.envelope(inbox[i]!).to, turns.delivery(inbox[i]!), to);
    }
    for (let node = 0; node < this.nodes; node++) this.takeOwn(state, node, to);
  }

  /** All that may happen at `node` without a message. */
  private takeOwn(state: Int32Array, node: NodeId, to: Successors): void {
    const { bounds } = this;
    const { pending, timers, requested } = this.turns.nodeState(state[node]!);
    const take = (input: OwnInput, costAt?: number): void => {
      this.take(state, node, this.turns.numberInput(input), to, costAt);
    };
    if (pending.length > 0) take({ kind: 'disk' });
    if (state[this.restartsAt]! < bounds.restarts) take({ kind: 'restart' }, this.restartsAt);
    if (!contains(bounds.active, node)) return;
    if (state[this.timeoutsAt]! < bounds.timeouts) {
      for (const { timer, key } of timers) {
        if (bounds.timers?.includes(timer) ?? true) take({ kind: 'timer', timer, key }, this.timeoutsAt);
      }
    }
    if (sizeOfSet(requested) >= bounds.requestsPerNode) return;
    for (let value = 0; value < bounds.values; value++) {
      if (!contains(requested, value)) take({ kind: 'request', value });
    }
  }

  /** @param costAt the field that counts such actions against their bound */
  private take(state: Int32Array, node: NodeId, input: number, to: Successors, costAt?: number): void {
    const turn = this.turns.turn(node, state[node]!, input);
    if (turn.isIdle) return;
    const action = input * LANES + node;
    if (turn.violation !== undefined) return to.violate(action, turn.violation);
    const ghosts = this.ghosts.after(state[this.ghostsAt]!, turn);
    if (ghosts < 0) return to.violate(action, this.ghosts.violation(ghosts));
    to.next.set(state);
    to.next[node] = turn.state;
    to.next[this.mailAt] = this.mail.after(state[this.mailAt]!, turn);
    to.next[this.ghostsAt] = ghosts;
    if (costAt !== undefined) to.next[costAt]!++;
    to.add(action);
  }

  describe(state: Int32Array, action: number): PathStep {
    const at = action % LANES;
    const number = Math.floor(action / LANES);
    const { notes } = this.turns.turn(at, state[at]!, number);
    const input = this.turns.input(number);
    const step = { at, text: [inputText(input), ...notes].join(', ') };
    return input.kind === 'deliver' ? { ...step, from: input.from } : step;
  }

  /** The records that are durable at `node`. */
  durable(state: Int32Array, node: NodeId): readonly Protocol['Record'][] {
    return this.turns.nodeState(state[node]!).durable;
  }

  /** Every message that ever left a node and may arrive. */
  sent(state: Int32Array): Envelope[] {
    const numbers: number[] = [];
    this.mail.members(state[this.mailAt]!, numbers);
    return numbers.map((number) => this.turns.envelope(number));
  }

  /** How many different parts the states are made of. */
  get parts(): { nodeStates: number; messages: number; turns: number; ghosts: number } {
    return { ...this.turns.counts, ghosts: this.ghosts.count };
  }

  bytes(): number {
    return this.mail.bytes + this.turns.bytes + this.ghosts.bytes;
  }
}

/** A command of the explorer is known by its client, which is the number of its value. */
function command(value: number): Batch[number] {
  return { client: value, seq: 1, op: { bytes: 1 } };
}

/** Time-outs mean nothing here, but replicas ask for them. */
function defaultOptions(algorithm: Algorithm, quorums: QuorumSystem): CommonOptions {
  const own = Object.entries(algorithm.options).map(([name, { default: value }]) => [name, value] as const);
  return {
    ...Object.fromEntries(own),
    quorums,
    electionMs: [150, 300],
    heartbeatMs: 50,
    thrifty: false,
    firstLeader: undefined,
  };
}

function inputText(input: Input): string {
  switch (input.kind) {
    case 'deliver':
      return formatMessage(input.message);
    case 'timer':
      return `timer ${input.timer}${input.key === undefined ? '' : ` ${input.key}`}`;
    case 'request':
      return `request v${input.value}`;
    case 'disk':
      return 'disk write completes';
    case 'restart':
      return 'crash and restart';
  }
}
