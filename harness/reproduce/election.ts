/**
 * One election, watched step by step: who won when, and when the others heard of it. It ends as soon as all follow one leader,
 * at the latest with the window.
 */
import type { Batch, NodeId, NodeSet, Observer, Protocol, Replica, Saved } from '../../algorithms/contract.ts';
import { algorithmNamed } from '../../algorithms/registry.ts';
import { NS_PER_MS } from '../sim/simulator.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { Trial } from '../trial/trial.ts';

/** Times are of the trial, ms. */
export interface Election {
  /** The first that anybody won: its ballot counted from where the trial began; 1: no vote was split. */
  readonly firstWonIn: number;
  readonly firstWonMs: number;
  /** Another node has heard from a leader. */
  readonly firstHeardMs: number;
  /** When the leader that all nodes then followed had won, and when the last of them had heard from it. */
  readonly stableWonMs: number;
  readonly stableHeardMs: number;
}

/** `null`: in the window no leader came to be followed by all. @throws InvariantViolation */
export function election(spec: TrialSpec): Election | null {
  const algorithm = algorithmNamed(spec.algorithm)!;
  const watch = new ElectionWatch(spec.nodes);
  const trial = new Trial(spec, {
    algorithm: { ...algorithm, observe: (options, nodes) => watch.over(algorithm.observe(options, nodes)) },
  });
  watch.trial = trial;
  trial.onWindowEnd = () => trial.simulator.stop();
  trial.run();
  return watch.result ?? null;
}

interface Reign {
  readonly leader: NodeId;
  readonly ballot: number;
  readonly wonNs: number;
}

class ElectionWatch {
  trial: Trial | undefined;
  result: Election | undefined;
  /** The highest ballot of a node that has just started. */
  private beganIn = 0;
  /** By node. */
  private readonly leaders: (NodeId | undefined)[];
  private readonly ballots: number[];
  private firstWon: Reign | undefined;
  private firstHeardNs: number | undefined;
  private won: Reign | undefined;

  constructor(nodes: number) {
    this.leaders = new Array<NodeId | undefined>(nodes).fill(undefined);
    this.ballots = new Array<number>(nodes).fill(0);
  }

  /** The observer that checks, and then tells this. */
  over(inner: Observer<Protocol>): Observer<Protocol> {
    return {
      onStart: (node: NodeId, saved: Saved<Protocol>) => inner.onStart(node, saved),
      onStop: (node: NodeId) => inner.onStop(node),
      onPersist: (node: NodeId, record: Protocol['Record']) => inner.onPersist(node, record),
      onDurable: (node: NodeId, record: Protocol['Record']) => inner.onDurable(node, record),
      onSend: (node: NodeId, to: NodeSet, message: Protocol['Message']) => inner.onSend(node, to, message),
      onCommit: (node: NodeId, slot: number, batch: Batch) => inner.onCommit(node, slot, batch),
      forget: (slot: number) => inner.forget(slot),
      onStep: (node: NodeId, replica: Replica<Protocol>) => {
        inner.onStep(node, replica);
        this.onStep(node, replica);
      },
    };
  }

  private onStep(node: NodeId, replica: Replica<Protocol>): void {
    const { leader, ballot } = replica.view();
    const { now } = this.trial!.simulator;
    if (now === 0 && ballot > this.beganIn) this.beganIn = ballot;
    this.leaders[node] = leader;
    this.ballots[node] = ballot;
    if (leader === undefined) return;
    if (leader === node) {
      if (this.won?.ballot === ballot) return;
      this.won = { leader, ballot, wonNs: now };
      this.firstWon ??= this.won;
    } else if (this.won !== undefined && this.won.leader === leader && this.won.ballot === ballot) {
      this.firstHeardNs ??= now;
    }
    this.endIfStable(now);
  }

  private endIfStable(now: number): void {
    const { won, firstWon } = this;
    if (won === undefined || this.firstHeardNs === undefined) return;
    for (const { self, isUp } of this.trial!.machines) {
      if (isUp && (this.leaders[self] !== won.leader || this.ballots[self] !== won.ballot)) return;
    }
    this.result ??= {
      firstWonIn: firstWon!.ballot - this.beganIn,
      firstWonMs: firstWon!.wonNs / NS_PER_MS,
      firstHeardMs: this.firstHeardNs / NS_PER_MS,
      stableWonMs: won.wonNs / NS_PER_MS,
      stableHeardMs: now / NS_PER_MS,
    };
    this.trial!.simulator.stop();
  }
}
