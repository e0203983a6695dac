/**
 * Time until a quorum has answered, when all nodes are asked at 0 and answer independently at random; the leader's own
 * vote is there at once. P(T > t) is the unavailability of the quorum when node i is missing with P(no answer by t).
 */
import type { NodeId } from '../../algorithms/contract.ts';
import { TRUE, type Diagram, type Diagrams } from '../../algorithms/quorum/decision-diagram.ts';
import { chanceOf, cheapestQuorum, quorumsBySize } from '../../algorithms/quorum/paths.ts';
import { MinimalQuorums } from '../../algorithms/quorum/minimal-quorums.ts';
import { fraction, toNumber, type Rational } from '../../algorithms/quorum/rational.ts';
import { fastestMean, meanCompletion } from './exponential-race.ts';
import { latest, meanOfKth, notYet, weightedGaps, type ResponseTime } from './response-time.ts';

/** Minimal quorums looked through for the best one to ask alone. */
const MAX_THRIFTY = 50_000n;

export class Completion {
  readonly #diagrams: Diagrams;
  readonly #root: Diagram;
  readonly #responses: readonly ResponseTime[];
  readonly #leader: NodeId | undefined;

  /** @param responses by node; that of the leader is not looked at */
  constructor(diagrams: Diagrams, root: Diagram, responses: readonly ResponseTime[], leader: NodeId | undefined) {
    this.#diagrams = diagrams;
    this.#root = leader === undefined ? root : diagrams.restrict(root, leader, true);
    this.#responses = responses;
    this.#leader = leader;
  }

  /** Mean; a fraction where nodes are alike or few. */
  mean(): { value: number; exact: Rational | undefined } | undefined {
    if (this.#root === TRUE) return { value: 0, exact: fraction(0n) };
    const alike = this.#alike();
    if (alike !== undefined) {
      const exact = weightedGaps(alike, this.#others().length, this.#sharesWaiting());
      return { value: toNumber(exact), exact };
    }
    return meanCompletion(this.#diagrams, this.#root, this.#others(), this.#means());
  }

  /** Mean when only the best minimal quorum is asked; `undefined` if there are too many to look through. */
  thriftyMean(): number | undefined {
    const alike = this.#alike();
    if (alike !== undefined) {
      const remote = this.#root === TRUE ? 0 : cheapestQuorum(this.#diagrams, this.#root)!.cost;
      const mean = meanOfKth(alike, remote, remote);
      return toNumber(mean);
    }
    const minimal = new MinimalQuorums(this.#diagrams, this.#root);
    if (minimal.count > MAX_THRIFTY) return undefined;
    return fastestMean(minimal.list(), this.#means());
  }

  /** Smallest t with P(T <= t) >= q. */
  quantile(q: number): number {
    if (this.#root === TRUE) return 0;
    let early = 0;
    let late = Math.max(
      ...this.#others().map((node) => latest(this.#responses[node]!, (1 - q) / this.#responses.length)),
    );
    // P(T > late) <= the sum of the chances that one is missing, so it is at most 1 - q.
    for (let step = 0; step < 200; step++) {
      const middle = (early + late) / 2;
      if (middle <= early || middle >= late) break;
      if (this.#waitingAt(middle) <= 1 - q) late = middle;
      else early = middle;
    }
    return late;
  }

  #waitingAt(time: number): number {
    return chanceOf(
      this.#diagrams,
      this.#root,
      this.#responses.map((response) => notYet(response, time)),
    ).no;
  }

  #others(): NodeId[] {
    return [...this.#responses.keys()].filter((node) => node !== this.#leader);
  }

  #means(): number[] {
    return this.#responses.map((response) => (response.type === 'exponential' ? response.mean : NaN));
  }

  /** The response time that all others share. */
  #alike(): ResponseTime | undefined {
    const [first, ...rest] = this.#others().map((node) => this.#responses[node]!);
    if (first === undefined) return { type: 'exponential', mean: 1 };
    const same = (other: ResponseTime): boolean => JSON.stringify(other) === JSON.stringify(first);
    return rest.every(same) ? first : undefined;
  }

  /** By number of answers from others: the share of such sets that hold no quorum (the system's signature, Samaniego 2007). */
  #sharesWaiting(): Rational[] {
    const n = this.#others().length;
    let sets = quorumsBySize(this.#diagrams, this.#root);
    // With a leader each set of others was counted twice, with it and without: divide by 1 + x.
    if (this.#leader !== undefined) {
      const once: bigint[] = [];
      for (let size = 0; size <= n; size++) once.push(sets[size]! - (once[size - 1] ?? 0n));
      sets = once;
    }
    const shares: Rational[] = [];
    let all = 1n;
    for (let answered = 0; answered < n; answered++) {
      shares.push(fraction(all - sets[answered]!, all));
      all = (all * BigInt(n - answered)) / BigInt(answered + 1);
    }
    return shares;
  }
}

/** Mean of the k-th of n alike, with its fraction. */
export function orderStatistic(response: ResponseTime, n: number, k: number): { value: number; exact: Rational } {
  const exact = meanOfKth(response, n, k);
  return { value: toNumber(exact), exact };
}
