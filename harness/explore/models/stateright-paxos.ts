/**
 * The single-decree Paxos of stateright (`examples/paxos.rs`): servers that are proposer and acceptor in one, clients that
 * put a value and then get it, a network that delivers each message once and in any order. Its state count is published,
 * so it certifies the explorer on an actor model as the specification does on a set of messages.
 *
 * The state holds what stateright's does, its linearizability tester included: what each client had seen of the other.
 */
import type { Model, PathStep, Successors, Violation } from '../model.ts';

const SERVERS = 3;
const CLIENTS = 2;
const MAJORITY = 2;

// One server: where its fields begin, and how many there are.
const BALLOT = 0;
const PROPOSAL = 1;
/** Per server: 0 no answer, 1 it had accepted nothing, else 2 + what it had accepted. */
const PREPARES = 2;
const ACCEPTS = PREPARES + SERVERS;
const ACCEPTED = ACCEPTS + 1;
const DECIDED = ACCEPTED + 1;
const SERVER_WIDTH = DECIDED + 1;

// One client.
const PHASE = 0;
/** How many operations the other client had completed when this one sent its get. */
const SEEN = 1;
const READ = 2;
const CLIENT_WIDTH = 3;

const CLIENT_BASE = SERVERS * SERVER_WIDTH;
const NETWORK = CLIENT_BASE + CLIENTS * CLIENT_WIDTH;
const NETWORK_WORDS = 8;

const NONE = -1;

type Kind = 'put' | 'get' | 'putOk' | 'getOk' | 'prepare' | 'prepared' | 'accept' | 'accepted' | 'decided';

/** Actors are servers, then clients. `ballot` is round × servers + server; `proposal` is the client whose value it is. */
interface Envelope {
  readonly from: number;
  readonly to: number;
  readonly kind: Kind;
  readonly ballot: number;
  readonly proposal: number;
}

export class StaterightPaxos implements Model {
  readonly width = NETWORK + NETWORK_WORDS;
  readonly lanes = ['server 0', 'server 1', 'server 2', 'client 0', 'client 1'];
  private readonly envelopes: Envelope[] = [];
  private readonly numbers = new Map<string, number>();

  initial(state: Int32Array): void {
    state.fill(0);
    for (let server = 0; server < SERVERS; server++) {
      state[server * SERVER_WIDTH + PROPOSAL] = NONE;
      state[server * SERVER_WIDTH + ACCEPTED] = NONE;
    }
    for (let client = 0; client < CLIENTS; client++) {
      state[CLIENT_BASE + client * CLIENT_WIDTH + READ] = NONE;
      this.send(state, SERVERS + client, (SERVERS + client) % SERVERS, 'put', NONE, client);
    }
  }

  successors(state: Int32Array, to: Successors): void {
    for (let number = 0; number < this.envelopes.length; number++) {
      if ((state[NETWORK + (number >>> 5)]! & (1 << (number & 31))) === 0) continue;
      const envelope = this.envelopes[number]!;
      const next = to.next;
      next.set(state);
      next[NETWORK + (number >>> 5)]! &= ~(1 << (number & 31));
      const handled = envelope.to < SERVERS ? this.serve(next, envelope) : this.answer(next, envelope);
      if (handled) to.add(number);
    }
  }

  /** A server's turn. False if it ignores the message, which then stays in the network. */
  private serve(state: Int32Array, { from, to, kind, ballot, proposal }: Envelope): boolean {
    const base = to * SERVER_WIDTH;
    if (state[base + DECIDED] === 1) {
      if (kind !== 'get') return false;
      this.send(state, to, from, 'getOk', NONE, proposalOf(state[base + ACCEPTED]!));
      return true;
    }
    switch (kind) {
      case 'put':
        return this.onPut(state, to, proposal);
      case 'prepare':
        if (state[base + BALLOT]! >= ballot) return false;
        state[base + BALLOT] = ballot;
        this.send(state, to, from, 'prepared', ballot, state[base + ACCEPTED]!);
        return true;
      case 'prepared':
        return state[base + BALLOT] === ballot && this.onPrepared(state, to, from, ballot, proposal);
      case 'accept':
        if (state[base + BALLOT]! > ballot) return false;
        state[base + BALLOT] = ballot;
        state[base + ACCEPTED] = acceptedCode(ballot, proposal);
        this.send(state, to, from, 'accepted', ballot, NONE);
        return true;
      case 'accepted':
        return state[base + BALLOT] === ballot && this.onAccepted(state, to, from, ballot);
      case 'decided':
        state[base + BALLOT] = ballot;
        state[base + ACCEPTED] = acceptedCode(ballot, proposal);
        state[base + DECIDED] = 1;
        return true;
      case 'get':
      case 'putOk':
      case 'getOk':
        return false;
    }
  }

  private onPut(state: Int32Array, server: number, value: number): boolean {
    const base = server * SERVER_WIDTH;
    if (state[base + PROPOSAL] !== NONE) return false;
    const ballot = (Math.floor(state[base + BALLOT]! / SERVERS) + 1) * SERVERS + server;
    state[base + PROPOSAL] = value;
    state[base + BALLOT] = ballot;
    state.fill(0, base + PREPARES, base + ACCEPTS + 1);
    state[base + PREPARES + server] = state[base + ACCEPTED]! + 2;
    this.broadcast(state, server, 'prepare', ballot, NONE);
    return true;
  }

  private onPrepared(state: Int32Array, server: number, from: number, ballot: number, accepted: number): boolean {
    const base = server * SERVER_WIDTH;
    state[base + PREPARES + from] = accepted + 2;
    const prepares = state.subarray(base + PREPARES, base + PREPARES + SERVERS);
    if (prepares.filter((answer) => answer !== 0).length !== MAJORITY) return true;
    const highest = Math.max(...prepares) - 2;
    const proposal = highest >= 0 ? proposalOf(highest) : state[base + PROPOSAL]!;
    state[base + PROPOSAL] = proposal;
    state[base + ACCEPTED] = acceptedCode(ballot, proposal);
    state[base + ACCEPTS]! |= 1 << server;
    this.broadcast(state, server, 'accept', ballot, proposal);
    return true;
  }

  private onAccepted(state: Int32Array, server: number, from: number, ballot: number): boolean {
    const base = server * SERVER_WIDTH;
    const accepts = (state[base + ACCEPTS]! |= 1 << from);
    if (!hasTwo(accepts) || hasThree(accepts)) return true;
    const proposal = state[base + PROPOSAL]!;
    state[base + DECIDED] = 1;
    this.broadcast(state, server, 'decided', ballot, proposal);
    this.send(state, server, SERVERS + proposal, 'putOk', NONE, NONE);
    return true;
  }

  /** A client's turn: after its put it gets, from the next server. */
  private answer(state: Int32Array, { to, kind, proposal }: Envelope): boolean {
    const client = to - SERVERS;
    const base = CLIENT_BASE + client * CLIENT_WIDTH;
    if (kind === 'putOk' && state[base + PHASE] === 0) {
      state[base + PHASE] = 1;
      state[base + SEEN] = state[CLIENT_BASE + (1 - client) * CLIENT_WIDTH + PHASE]!;
      this.send(state, to, (to + 1) % SERVERS, 'get', NONE, NONE);
      return true;
    }
    if (kind !== 'getOk' || state[base + PHASE] !== 1) return false;
    state[base + PHASE] = 2;
    state[base + READ] = proposal;
    return true;
  }

  /** Agreement, as clients see it: once decided a value stays, so no two gets differ. It implies stateright's property. */
  violation(state: Int32Array): Violation | undefined {
    const reads = [0, 1]
      .map((client) => state[CLIENT_BASE + client * CLIENT_WIDTH + READ]!)
      .filter((read) => read !== NONE);
    if (new Set(reads).size < 2) return undefined;
    return { invariant: 'Agreement', detail: `one get returned ${reads[0]} and the other ${reads[1]}` };
  }

  describe(_state: Int32Array, action: number): PathStep {
    const { from, to, kind, ballot, proposal } = this.envelopes[action]!;
    const details = `${ballot === NONE ? '' : ` ballot ${ballot}`}${proposal === NONE ? '' : ` value ${proposal}`}`;
    return { at: to, from, text: `${kind}${details}` };
  }

  private broadcast(state: Int32Array, from: number, kind: Kind, ballot: number, proposal: number): void {
    for (let to = 0; to < SERVERS; to++) if (to !== from) this.send(state, from, to, kind, ballot, proposal);
  }

  private send(state: Int32Array, from: number, to: number, kind: Kind, ballot: number, proposal: number): void {
    const name = `${from} ${to} ${kind} ${ballot} ${proposal}`;
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.envelopes.length;
      if (number === NETWORK_WORDS * 32) throw new Error('more different messages than a state has bits for');
      this.envelopes.push({ from, to, kind, ballot, proposal });
      this.numbers.set(name, number);
    }
    state[NETWORK + (number >>> 5)]! |= 1 << (number & 31);
  }
}

/** What a server accepted, as one number that grows with the ballot. */
function acceptedCode(ballot: number, proposal: number): number {
  return ballot * CLIENTS + proposal;
}

function proposalOf(accepted: number): number {
  return accepted % CLIENTS;
}

function hasTwo(set: number): boolean {
  return (set & (set - 1)) !== 0;
}

function hasThree(set: number): boolean {
  return hasTwo(set & (set - 1));
}
