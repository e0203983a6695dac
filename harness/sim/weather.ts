/**
 * The delays and losses of the links. The n-th message on a link meets the same weather under every protocol and every
 * quorum system: its delay, loss and duplication come from streams of that link's own, drawn for each message in turn.
 */
import type { NodeId } from '../../algorithms/contract.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { RandomStream } from './random.ts';
import { drawNs } from './sampler.ts';
import { nsOf } from './simulator.ts';
import { oneWayMs, topologyNamed, type Topology } from './topology.ts';

/** A message that is held back takes up to this many further delays of its link. */
const LONGEST_HOLD = 10;

/** One direction between two places. `path` names its streams: `link/0/3` for replicas, `client/0/3` for clients. */
export class LinkWeather {
  private readonly constantNs: number | undefined;
  private readonly path: string;
  private readonly spec: TrialSpec;
  // Streams are made when first asked: a short run has more links than it uses.
  private delayStream: RandomStream | undefined;
  private lossStream: RandomStream | undefined;
  private duplicateStream: RandomStream | undefined;
  private reorderStream: RandomStream | undefined;

  constructor(spec: TrialSpec, path: string, constantNs: number | undefined) {
    this.spec = spec;
    this.path = path;
    this.constantNs = constantNs;
  }

  delayNs(): number {
    const { delay, reorder } = this.spec.network;
    const delayNs = this.constantNs ?? drawNs(delay!, (this.delayStream ??= this.stream('delay')));
    if (reorder === 0) return delayNs;
    const random = (this.reorderStream ??= this.stream('reorder'));
    if (random.next() >= reorder) return delayNs;
    return Math.round(delayNs * (1 + LONGEST_HOLD * random.next()));
  }

  isLost(): boolean {
    const { loss } = this.spec.network;
    return loss > 0 && (this.lossStream ??= this.stream('loss')).next() < loss;
  }

  isDuplicated(): boolean {
    const { duplicate } = this.spec.network;
    return duplicate > 0 && (this.duplicateStream ??= this.stream('duplicate')).next() < duplicate;
  }

  /** The delay of the second copy, from a stream that leaves the first copies' delays alone. */
  duplicateDelayNs(): number {
    return this.constantNs ?? drawNs(this.spec.network.delay!, (this.duplicateStream ??= this.stream('duplicate')));
  }

  private stream(what: string): RandomStream {
    return new RandomStream(this.spec.seed, `${this.path}/${what}`);
  }
}

/** All links of one kind, by `from * nodes + to`; the one to the own place is there too, and unused. */
export function weatherOf(spec: TrialSpec, kind: 'link' | 'client'): LinkWeather[] {
  const links: LinkWeather[] = [];
  for (let from: NodeId = 0; from < spec.nodes; from++) {
    for (let to: NodeId = 0; to < spec.nodes; to++) {
      links.push(new LinkWeather(spec, `${kind}/${from}/${to}`, constantNsOf(spec, from, to)));
    }
  }
  return links;
}

/** By `from * nodes + to`: 1 where a link joins two regions of the matrix. Without a matrix there is one region. */
export function interRegionLinks({ nodes, network: { topology } }: TrialSpec): Uint8Array {
  const joins = new Uint8Array(nodes * nodes);
  if (topology === undefined) return joins;
  const regions = matrixOf(topology).nodes.length;
  for (let from: NodeId = 0; from < nodes; from++) {
    for (let to: NodeId = 0; to < nodes; to++) joins[from * nodes + to] = from % regions === to % regions ? 0 : 1;
  }
  return joins;
}

function constantNsOf(spec: TrialSpec, from: NodeId, to: NodeId): number | undefined {
  const { delay, topology, localRttMs } = spec.network;
  if (topology !== undefined) return nsOf(oneWayMs(matrixOf(topology), localRttMs, from, to));
  return delay?.type === 'constant' ? nsOf(delay.value) : undefined;
}

function matrixOf(topology: string | Topology): Topology {
  if (typeof topology !== 'string') return topology;
  const found = topologyNamed(topology);
  if (found === undefined) throw new Error(`unknown topology ${topology}`);
  return found;
}
