/**
 * What inputs do to nodes, numbered: node states, messages and inputs have numbers, and a turn is worked out once per node
 * state and input, on a copy of the replica.
 */
import type { NodeId, Protocol } from '../../algorithms/contract.ts';
import { violationOf } from './ghosts.ts';
import type { Violation } from './model.ts';
import type { Input, NodeState } from './node-state.ts';
import { Numbered } from './numbered.ts';
import type { PlainState } from './plain-state.ts';
import type { GhostCall, TurnEnv, TurnResult } from './turn.ts';

export interface Envelope {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly message: Protocol['Message'];
}

/** A turn with everything numbered. */
export interface Transition {
  /** The node's state afterwards. */
  readonly state: number;
  /** What left the node and may arrive. */
  readonly messages: readonly number[];
  readonly ghostCalls: readonly GhostCall[];
  readonly notes: readonly string[];
  /** What the replica threw. */
  readonly violation: Violation | undefined;
  /** Nothing comes of it that is of interest: it changes nothing, or leads beyond the bounds. */
  readonly isIdle: boolean;
  /** Per number of a ghost state: its number afterwards. */
  readonly ghostsAfter: Map<number, number>;
  /** Per number of a set of messages: its number afterwards. */
  readonly mailAfter: Map<number, number>;
}

/** What happens at a node without a message. */
export type OwnInput = Exclude<Input, { kind: 'deliver' }>;

const NOWHERE = -1;

export interface TurnLimits {
  /** Turns that lead beyond this ballot or term are idle. */
  readonly ballot: number;
  readonly lost?: (envelope: Envelope) => boolean;
}

export class Turns {
  private readonly plain: PlainState;
  private readonly envs: readonly TurnEnv[];
  private readonly limits: TurnLimits;
  private readonly nodeStates = new Numbered<NodeState>();
  private readonly envelopes = new Numbered<Envelope>();
  private readonly inputs = new Numbered<Input>();
  /** Per envelope: the number of its delivery. */
  private readonly deliveries: number[] = [];
  /** Per node state, which belongs to one node only, and input. */
  private readonly known: (Transition | undefined)[][] = [];
  private count = 0;

  constructor(plain: PlainState, envs: readonly TurnEnv[], limits: TurnLimits) {
    this.plain = plain;
    this.envs = envs;
    this.limits = limits;
  }

  get counts(): { readonly nodeStates: number; readonly messages: number; readonly turns: number } {
    return { nodeStates: this.nodeStates.items.length, messages: this.envelopes.items.length, turns: this.count };
  }

  get bytes(): number {
    return this.nodeStates.bytes + this.envelopes.bytes + this.count * 1_000;
  }

  nodeState(number: number): NodeState {
    return this.nodeStates.items[number]!;
  }

  envelope(number: number): Envelope {
    return this.envelopes.items[number]!;
  }

  input(number: number): Input {
    return this.inputs.items[number]!;
  }

  /** Number of the delivery of message number `envelope`. */
  delivery(envelope: number): number {
    return this.deliveries[envelope]!;
  }

  boot(node: NodeId): Transition {
    return this.transition(node, NOWHERE, () => this.envs[node]!.boot());
  }

  /** What `input` does to `node` in state `nodeState`. */
  turn(node: NodeId, nodeState: number, input: number): Transition {
    const turns = this.known[nodeState]!;
    while (turns.length <= input) turns.push(undefined);
    return (turns[input] ??= this.transition(node, nodeState, () => {
      return this.envs[node]!.take(this.nodeStates.items[nodeState]!, this.inputs.items[input]!);
    }));
  }

  numberInput(input: OwnInput): number {
    switch (input.kind) {
      case 'timer':
        return this.inputs.number(input, `timer ${input.timer} ${input.key}`);
      case 'request':
        return this.inputs.number(input, `request ${input.value}`);
      case 'disk':
      case 'restart':
        return this.inputs.number(input, input.kind);
    }
  }

  private transition(node: NodeId, before: number, run: () => TurnResult): Transition {
    this.count++;
    const none = { ghostsAfter: new Map<number, number>(), mailAfter: new Map<number, number>(), isIdle: false };
    let result: TurnResult;
    try {
      result = run();
    } catch (error) {
      return { ...none, state: before, messages: [], ghostCalls: [], notes: [], violation: violationOf(error) };
    }
    const { sent, ghostCalls, notes } = result;
    const state = this.nodeStates.number(result.state, `${node} ${this.plain.text(result.state)}`);
    if (state === this.known.length) this.known.push([]);
    const envelopes = sent.map(({ to, message }): Envelope => ({ from: node, to, message }));
    const messages = envelopes.filter((envelope) => this.mayArrive(envelope)).map((one) => this.numberEnvelope(one));
    // One ghost call is the step itself, and that of a node which has not changed is no news.
    const changesNothing = state === before && messages.length === 0 && ghostCalls.length <= 1;
    const isIdle = changesNothing || result.state.replica.view().ballot > this.limits.ballot;
    return { ...none, state, messages, ghostCalls, notes, violation: undefined, isIdle };
  }

  private numberEnvelope(envelope: Envelope): number {
    const { from, to, message } = envelope;
    const number = this.envelopes.number(envelope, `${from} ${to} ${this.plain.text(message)}`);
    if (number === this.deliveries.length) {
      const delivery = { kind: 'deliver', from, message } as const;
      this.deliveries.push(this.inputs.number(delivery, `deliver ${number}`));
    }
    return number;
  }

  /** What a node sends to itself has arrived within the turn. */
  private mayArrive(envelope: Envelope): boolean {
    return envelope.from !== envelope.to && !(this.limits.lost?.(envelope) ?? false);
  }
}
