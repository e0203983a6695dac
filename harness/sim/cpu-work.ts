/** What the work of one node costs its CPU, ns: the costs of the spec, times how slow the node is. */
import type { NodeId } from '../../algorithms/contract.ts';
import type { CostsSpec } from '../trial/spec.ts';
import { NS_PER_MS, nsOf } from './simulator.ts';

export class CpuWork {
  /** A message or request that comes in, and a message that goes out, whatever their sizes. */
  inNs = 0;
  outNs = 0;
  byteNs = 0;
  /** A command applied. */
  applyNs = 0;
  private readonly costs: CostsSpec;
  private readonly factor: number;

  constructor(costs: CostsSpec, node: NodeId) {
    this.costs = costs;
    this.factor = costs.cpuFactors?.[node] ?? 1;
    this.slowDown(1);
  }

  /** From now on everything takes so many times as long as the spec says. */
  slowDown(factor: number): void {
    const { cpuInMs, cpuOutMs, byteMs, applyMs } = this.costs;
    const times = factor * this.factor;
    this.inNs = nsOf(cpuInMs * times);
    this.outNs = nsOf(cpuOutMs * times);
    this.byteNs = byteMs * NS_PER_MS * times;
    this.applyNs = nsOf(applyMs * times);
  }

  /** Of so many bytes. */
  bytesNs(bytes: number): number {
    return Math.round(bytes * this.byteNs);
  }
}
