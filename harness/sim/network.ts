/**
 * The network between replicas: a network card per node that sends one message after the other (bandwidth), and a link per
 * ordered pair with delay, loss, duplication and order. Clients' messages take links of their own between the same places.
 *
 * FIFO links deliver in the order sent, as TCP does, a second copy right behind the first; what is lost is lost on both
 * kinds of link (a connection that broke). Faults of a plan come on top, and may let messages overtake. A client has a
 * connection of its own to the node that it asks, with one message under way in each direction: nothing to keep in order.
 */
import type { NodeId } from '../../algorithms/contract.ts';
import type { TrialSpec } from '../trial/spec.ts';
import type { EventTarget } from './event-queue.ts';
import { nsOf, type Simulator } from './simulator.ts';
import { interRegionLinks, weatherOf, type LinkWeather } from './weather.ts';

/** What a fault does to the messages of some links. Asked in turn by all that are on the link. */
export interface LinkTrouble {
  /** When a message that would arrive at `arrival` arrives instead, ns; Infinity: never. */
  arrival(from: NodeId, to: NodeId, departure: number, arrival: number): number;
  /** When a second copy of it arrives, ns; Infinity: there is none. */
  copyArrival(arrival: number): number;
}

const NS_PER_S = 1_000_000_000;
const BITS_PER_BYTE = 8;

export class Network {
  /** Copies that replicas put on the wire to others, and their bytes; lost ones too. */
  messageCount = 0;
  byteCount = 0;
  /** Those of the bytes that went from one region to another: what a provider bills. */
  interRegionByteCount = 0;

  private readonly simulator: Simulator;
  private readonly nodes: number;
  private readonly fifo: boolean;
  private readonly nsPerByte: number;
  private readonly links: LinkWeather[];
  private readonly joinsRegions: Uint8Array;
  private readonly clientLinks: LinkWeather[];
  /** One way between a client and the node at its place. */
  private readonly homeNs: number;
  private readonly lastArrival: Float64Array;
  private readonly cardFreeAt: Float64Array;
  /** Number of faults that cut a link; 0 = it works. */
  private readonly cuts: Int32Array;
  /** Copies that cuts have swallowed, by link. */
  private readonly swallowed: Int32Array;
  /** By link; `undefined` while no fault troubles any. */
  private troubles: LinkTrouble[][] | undefined;
  private troubleCount = 0;
  /** Asked for each message between a client and a node: is it lost? */
  clientTrouble: (() => boolean) | undefined;

  constructor(simulator: Simulator, spec: TrialSpec) {
    this.simulator = simulator;
    this.nodes = spec.nodes;
    this.fifo = spec.network.fifo;
    const { bandwidthBitPerS } = spec.network;
    this.nsPerByte = bandwidthBitPerS === null ? 0 : (BITS_PER_BYTE * NS_PER_S) / bandwidthBitPerS;
    this.links = weatherOf(spec, 'link');
    this.joinsRegions = interRegionLinks(spec);
    this.clientLinks = weatherOf(spec, 'client');
    this.homeNs = nsOf((spec.network.clientRttMs ?? 0) / 2);
    this.lastArrival = new Float64Array(spec.nodes * spec.nodes);
    this.cardFreeAt = new Float64Array(spec.nodes);
    this.cuts = new Int32Array(spec.nodes * spec.nodes);
    this.swallowed = new Int32Array(spec.nodes * spec.nodes);
  }

  /** When the last bit of `bytes` leaves a node's card, if they reach it at `at`. */
  leavesCardAt(node: NodeId, at: number, bytes: number): number {
    if (this.nsPerByte === 0) return at;
    const free = this.cardFreeAt[node]!;
    const leaves = (free > at ? free : at) + Math.round(bytes * this.nsPerByte);
    this.cardFreeAt[node] = leaves;
    return leaves;
  }

  /** One copy of a message from a replica to another, which reaches the sender's card at `at`. Returns whether it got through. */
  transmit(
    from: NodeId,
    to: NodeId,
    at: number,
    bytes: number,
    target: EventTarget,
    kind: number,
    message: unknown,
    envelope: unknown,
  ): boolean {
    this.messageCount++;
    this.byteCount += bytes;
    const index = from * this.nodes + to;
    if (this.joinsRegions[index] === 1) this.interRegionByteCount += bytes;
    const link = this.links[index]!;
    const departure = this.leavesCardAt(from, at, bytes);
    // Drawn even where a cut swallows the message: the weather does not look at faults.
    const delay = link.delayNs();
    const lost = link.isLost();
    const duplicated = link.isDuplicated();
    if (lost || this.cuts[index]! > 0) {
      if (!lost) this.swallowed[index]! += 1;
      return false;
    }
    let arrival = departure + delay;
    if (this.fifo) {
      const last = this.lastArrival[index]!;
      if (arrival < last) arrival = last;
      this.lastArrival[index] = arrival;
    }
    if (this.troubles !== undefined) {
      for (const trouble of this.troubles[index]!) {
        const planned = arrival;
        arrival = trouble.arrival(from, to, departure, planned);
        if (arrival === Infinity) return false;
        const copy = trouble.copyArrival(arrival);
        if (copy < Infinity) this.deliver(copy, target, kind, from, message, envelope);
      }
    }
    this.deliver(arrival, target, kind, from, message, envelope);
    if (duplicated) {
      // Drawn on both kinds of link, so that the n-th copy meets the same weather on either.
      const again = departure + link.duplicateDelayNs();
      const copyArrival = this.fifo || again < arrival ? arrival : again;
      this.deliver(copyArrival, target, kind, from, message, envelope);
    }
    return true;
  }

  /** A copy will be there at `arrival`. */
  protected deliver(
    arrival: number,
    target: EventTarget,
    kind: number,
    from: NodeId,
    message: unknown,
    envelope: unknown,
  ): void {
    const { queue } = this.simulator;
    queue.envelope[queue.add(arrival, target, kind, from, 0, message)] = envelope;
  }

  /** Delay of a message between a client at `from` and a node at `to`, or back; `undefined` if it is lost. */
  clientDelayNs(from: NodeId, to: NodeId): number | undefined {
    if (from === to) return this.homeNs;
    const index = from * this.nodes + to;
    const link = this.clientLinks[index]!;
    const delay = link.delayNs();
    if (link.isLost()) return undefined;
    if (this.cuts[index]! > 0) {
      this.swallowed[index]! += 1;
      return undefined;
    }
    return this.clientTrouble?.() === true ? undefined : delay;
  }

  /** Messages that cuts have kept from `from` to `to` so far. */
  swallowedBetween(from: NodeId, to: NodeId): number {
    return this.swallowed[from * this.nodes + to]!;
  }

  /** A fault troubles a link until it is eased. */
  trouble(from: NodeId, to: NodeId, trouble: LinkTrouble): void {
    this.troubles ??= Array.from({ length: this.nodes * this.nodes }, () => []);
    this.troubles[from * this.nodes + to]!.push(trouble);
    this.troubleCount++;
  }

  ease(from: NodeId, to: NodeId, trouble: LinkTrouble): void {
    const link = this.troubles![from * this.nodes + to]!;
    link.splice(link.indexOf(trouble), 1);
    if (--this.troubleCount === 0) this.troubles = undefined;
  }

  cut(from: NodeId, to: NodeId): void {
    this.cuts[from * this.nodes + to]! += 1;
  }

  heal(from: NodeId, to: NodeId): void {
    this.cuts[from * this.nodes + to]! -= 1;
  }
}
