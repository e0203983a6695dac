/** What is counted of the cluster in the window: messages, bytes, disk writes, CPU, elections, crashes and fail-overs. */
import type { CountedEvent } from '../../algorithms/contract.ts';
import type { Cpu } from '../sim/cpu.ts';
import type { Disk } from '../sim/disk.ts';
import type { Network } from '../sim/network.ts';
import type { Simulator } from '../sim/simulator.ts';

/** Whose counts they are. */
export interface Counted {
  readonly simulator: Simulator;
  readonly network: Pick<Network, 'messageCount' | 'byteCount' | 'interRegionByteCount'>;
  readonly machines: readonly { readonly cpu: Pick<Cpu, 'busyNs'>; readonly disk: Pick<Disk, 'flushCount'> }[];
}

/** Of the window. */
export interface Counts {
  readonly messages: number;
  readonly bytes: number;
  /** Of the bytes, those between regions. */
  readonly interRegionBytes: number;
  readonly diskWrites: number;
  /** By node: share of the window that its CPU was busy. */
  readonly cpu: readonly number[];
  readonly events: Readonly<Record<CountedEvent, number>>;
  readonly crashes: number;
  readonly leaderCrashes: number;
}

export class Counters {
  /** From each crash of the leader in the window to the next commit of a client's command, ns. */
  readonly failoversNs: number[] = [];
  private readonly counted: Counted;
  private readonly events: Record<CountedEvent, number> = {
    election: 0,
    leader: 0,
    contention: 0,
    'catch-up': 0,
    retransmission: 0,
  };
  private crashes = 0;
  private leaderCrashes = 0;
  /** Leader crashes after which nothing has been committed yet: when. */
  private unserved: number[] = [];

  // As they stood when the window started.
  private inWindow = false;
  private startedAt = 0;
  private messagesBefore = 0;
  private bytesBefore = 0;
  private interRegionBytesBefore = 0;
  private diskWritesBefore = 0;
  private cpuBefore: number[] = [];

  constructor(counted: Counted) {
    this.counted = counted;
  }

  start(): void {
    const { simulator, network, machines } = this.counted;
    this.inWindow = true;
    this.startedAt = simulator.now;
    this.messagesBefore = network.messageCount;
    this.bytesBefore = network.byteCount;
    this.interRegionBytesBefore = network.interRegionByteCount;
    this.diskWritesBefore = this.diskWrites();
    this.cpuBefore = machines.map(({ cpu }) => cpu.busyNs);
  }

  end(): Counts {
    const { simulator, network, machines } = this.counted;
    this.inWindow = false;
    const windowNs = simulator.now - this.startedAt;
    return {
      messages: network.messageCount - this.messagesBefore,
      bytes: network.byteCount - this.bytesBefore,
      interRegionBytes: network.interRegionByteCount - this.interRegionBytesBefore,
      diskWrites: this.diskWrites() - this.diskWritesBefore,
      cpu: machines.map(({ cpu }, node) => Math.min(1, (cpu.busyNs - this.cpuBefore[node]!) / windowNs)),
      events: { ...this.events },
      crashes: this.crashes,
      leaderCrashes: this.leaderCrashes,
    };
  }

  onCount(event: CountedEvent): void {
    if (this.inWindow) this.events[event]++;
  }

  onCrash(ofLeader: boolean): void {
    if (!this.inWindow) return;
    this.crashes++;
    if (!ofLeader) return;
    this.leaderCrashes++;
    this.unserved.push(this.counted.simulator.now);
  }

  /** A client's command is committed. */
  onServiceResumed(): void {
    if (this.unserved.length === 0) return;
    for (const since of this.unserved) this.failoversNs.push(this.counted.simulator.now - since);
    this.unserved = [];
  }

  /** How many leader crashes of the window nothing was committed after, up to the end of the trial. */
  get unresolvedCount(): number {
    return this.unserved.length;
  }

  /** Fail-overs with those that never ended, each with the time that it has lasted by now: a lower bound. ns */
  allFailoversNs(): number[] {
    return [...this.failoversNs, ...this.unserved.map((since) => this.counted.simulator.now - since)];
  }

  private diskWrites(): number {
    let sum = 0;
    for (const { disk } of this.counted.machines) sum += disk.flushCount;
    return sum;
  }
}
