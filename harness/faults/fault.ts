/** A fault of any kind: it begins, and it ends. Each kind is a file of its own; `catalogue.ts` names them all. */
import type { z } from 'zod';
import type { NodeId } from '../../algorithms/contract.ts';
import type { Agenda } from '../sim/agenda.ts';
import type { Machine } from '../sim/machine.ts';
import type { Network } from '../sim/network.ts';
import type { RandomStream } from '../sim/random.ts';
import type { Clients } from '../workload/clients.ts';
import type { Outages } from './outages.ts';

/** What faults act on. */
export interface FaultWorld {
  readonly outages: Outages;
  readonly network: Network;
  readonly machines: readonly Machine[];
  readonly clients: Pick<Clients, 'restartOutstanding'>;
  readonly agenda: Agenda;
  now(): number;
  /** The leader; where there is none, the node that serves most clients. `undefined` if no node is up. */
  leaderOrBusiest(): NodeId | undefined;
  trace(event: string, detail: Readonly<Record<string, unknown>>): void;
}

/**
 * What a protocol owes under a kind of fault.
 *
 * - `survive`: it stays safe, and goes on, at the latest when the fault has ended
 * - `stall`: it stays safe; it may stand still while the fault lasts
 * - `detect`: what is damaged is noticed, and never used silently
 * - `break`: an assumption of the protocol is broken, safety may go: such a run publishes no figures
 */
export type FaultClass = 'survive' | 'stall' | 'detect' | 'break';

export interface Fault {
  /** How often it made a difference: messages lost, records lost, answers late. One that hit nothing counts 0. */
  readonly mattered: number;
  /** @param untilNs when it will end, Infinity: never */
  begin(world: FaultWorld, untilNs: number): void;
  end(world: FaultWorld): void;
}

/** An entry of a plan without its times. */
export interface FaultFields {
  readonly kind: string;
}

/** One kind of fault. `E` is its entry in a plan. */
export interface FaultKind<E extends FaultFields> {
  readonly kind: E['kind'];
  readonly class: FaultClass;
  readonly about: string;
  readonly schema: z.ZodObject;
  readonly example: Omit<E, 'kind' | 'atMs' | 'forMs'>;
  /** The nodes that an entry names. */
  nodesOf(entry: E): readonly NodeId[];
  create(entry: E, nodes: number, random: RandomStream): Fault;
  /** Draws the fields of an entry for `nodes` nodes. */
  draw(random: RandomStream, nodes: number): Omit<E, 'kind' | 'atMs' | 'forMs'>;
}
