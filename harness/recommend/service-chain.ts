/**
 * How often nobody can be served: a Markov chain over who is up and whether anybody leads. Nodes and zones crash and are
 * repaired on their own (exponential times); a leader that crashes has a successor at once if a phase-1 quorum is up, and
 * none until one is; a leader commits while a phase-2 quorum is up. A leader that outlives its phase-1 quorum serves on.
 * Exact where nodes are alike; else the leader is taken to be any of those up with the same chance. Elections, which take
 * a time that hardly varies, are added by `predict.ts`.
 */
import type { Failures } from '../../algorithms/quorum/availability.ts';
import type { QuorumSystem } from '../../algorithms/quorum/quorum-system.ts';
import { crashRate } from '../quorums/crash-plan.ts';
import { exp } from '../sim/exact-math.ts';

export interface Service {
  /** Probability that at a random moment nobody can be served, and that this lasts longer than the deadline. */
  readonly notServed: number;
  /** Crashes of a leader while a successor can be elected, per ms. */
  readonly successionsPerMs: number;
  /** Elections of a leader where there was none, per ms. */
  readonly revivalsPerMs: number;
}

/** Nodes and zones that may fail; with more the chain has too many states. */
export const MOST_COMPONENTS = 12;

export function componentsOf({ node, zones }: Failures): number {
  return node.filter((p) => p > 0).length + zones.length;
}

/** @param deadlineMs an operation waits so long for service */
export function serviceOf(system: QuorumSystem, failures: Failures, repairMs: number, deadlineMs: number): Service {
  const states = new States(system, failures, repairMs);
  const leaderless = leaderlessChances(states);
  return {
    notServed: stillWaiting(states, leaderless, deadlineMs),
    ...electionRates(states, leaderless),
  };
}

/** All sets of components that are up, as bit masks, and the steps between them. */
class States {
  readonly count: number;
  readonly components: readonly { readonly rate: number; readonly chanceDown: number; readonly nodes: number }[];
  readonly repairRate: number;
  /** By state: its probability, and whether a leader can be elected, and can commit. */
  readonly chance: Float64Array;
  readonly elects: Uint8Array;
  readonly commits: Uint8Array;
  /** By state: nodes that are up, their zones too. */
  private readonly up: Int32Array;

  constructor(system: QuorumSystem, { node, zones }: Failures, repairMs: number) {
    const parts = [
      ...node.map((chanceDown, i) => ({ chanceDown, nodes: 1 << i })),
      ...zones.map(({ fails, nodes }) => ({
        chanceDown: fails,
        nodes: nodes.reduce((mask, i) => mask | (1 << i), 0),
      })),
    ].filter(({ chanceDown }) => chanceDown > 0);
    this.components = parts.map((part) => ({ ...part, rate: crashRate(part.chanceDown, repairMs) }));
    this.repairRate = 1 / repairMs;
    this.count = 1 << parts.length;
    this.chance = new Float64Array(this.count);
    this.elects = new Uint8Array(this.count);
    this.commits = new Uint8Array(this.count);
    this.up = new Int32Array(this.count);
    const all = node.reduce((mask, _, i) => mask | (1 << i), 0);
    for (let state = 0; state < this.count; state++) {
      let chance = 1;
      let up = all;
      parts.forEach(({ chanceDown, nodes }, i) => {
        const isUp = (state & (1 << i)) !== 0;
        chance *= isUp ? 1 - chanceDown : chanceDown;
        if (!isUp) up &= ~nodes;
      });
      this.chance[state] = chance;
      this.up[state] = up;
      this.elects[state] = system.isPhase1(up) ? 1 : 0;
      this.commits[state] = system.isPhase2(up) ? 1 : 0;
    }
  }

  /** Chance that the leader is among those whom the crash of a component takes down. */
  hits(state: number, component: number): number {
    const up = this.up[state]!;
    const lost = up & this.components[component]!.nodes;
    return up === 0 ? 1 : bits(lost) / bits(up);
  }
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Sweeps until no chance changes by more than this, relatively. */
const CONVERGED = 1e-10;
const MOST_SWEEPS = 2000;

/** By state: the chance to be in it without a leader. Balance of each such state, solved by Gauss and Seidel. */
function leaderlessChances(states: States): Float64Array {
  const { components, repairRate, chance, elects, count } = states;
  const none = new Float64Array(count);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let change = 0;
    for (let state = 0; state < count; state++) {
      if (elects[state] === 1) continue;
      let into = 0;
      let outOf = 0;
      for (let i = 0; i < components.length; i++) {
        const other = state ^ (1 << i);
        if ((state & (1 << i)) === 0) {
          // The crash of i led here.
          into += components[i]!.rate * (none[other]! + (chance[other]! - none[other]!) * states.hits(other, i));
          outOf += repairRate;
        } else {
          into += repairRate * none[other]!;
          outOf += components[i]!.rate;
        }
      }
      const next = into / outOf;
      change = Math.max(change, Math.abs(next - none[state]!) / (next + Number.MIN_VALUE));
      none[state] = next;
    }
    if (change < CONVERGED) break;
  }
  return none;
}

function electionRates(states: States, leaderless: Float64Array): Omit<Service, 'notServed'> {
  const { components, repairRate, chance, elects, count } = states;
  let successionsPerMs = 0;
  let revivalsPerMs = 0;
  for (let state = 0; state < count; state++) {
    const led = chance[state]! - leaderless[state]!;
    for (let i = 0; i < components.length; i++) {
      const other = state ^ (1 << i);
      if (elects[other] === 0) continue;
      if ((state & (1 << i)) === 0) revivalsPerMs += leaderless[state]! * repairRate;
      else successionsPerMs += led * components[i]!.rate * states.hits(state, i);
    }
  }
  return { successionsPerMs, revivalsPerMs };
}

/** Longer steps would let exp(-x) vanish. */
const MOST_EXPECTED = 100;
const NEGLIGIBLE = 1e-14;

/** Mass of the states without service that has not reached service within the deadline, by uniformisation (Jensen 1953). */
function stillWaiting(states: States, leaderless: Float64Array, deadlineMs: number): number {
  const { chance, commits, count, components, repairRate } = states;
  const led = Float64Array.from(chance, (p, state) => (commits[state] === 1 ? 0 : p - leaderless[state]!));
  let waiting: Waiting = { led, none: leaderless.slice() };
  const rate = components.reduce((sum, { rate: crashes }) => sum + Math.max(crashes, repairRate), 0);
  const pieces = Math.max(1, Math.ceil((rate * deadlineMs) / MOST_EXPECTED));
  const expected = (rate * deadlineMs) / pieces;
  for (let piece = 0; piece < pieces; piece++) waiting = after(states, waiting, rate, expected);
  let sum = 0;
  for (let state = 0; state < count; state++) sum += waiting.led[state]! + waiting.none[state]!;
  return sum;
}

/** Chances of the states in which an operation still waits: with a leader that cannot commit, and without one. */
interface Waiting {
  readonly led: Float64Array;
  readonly none: Float64Array;
}

/** After a time in which `expected` steps of the uniformised chain are taken on average. */
function after(states: States, from: Waiting, rate: number, expected: number): Waiting {
  const result: Waiting = { led: new Float64Array(states.count), none: new Float64Array(states.count) };
  let now = from;
  let weight = exp(-expected);
  let left = 1;
  for (let steps = 0; left > NEGLIGIBLE && steps < 10 * MOST_EXPECTED; steps++) {
    for (let state = 0; state < states.count; state++) {
      result.led[state]! += weight * now.led[state]!;
      result.none[state]! += weight * now.none[state]!;
    }
    left -= weight;
    weight *= expected / (steps + 1);
    now = oneStep(states, now, rate);
  }
  return result;
}

/** Who reaches service leaves the sum. */
function oneStep(states: States, { led, none }: Waiting, rate: number): Waiting {
  const { components, repairRate, elects, commits, count } = states;
  const next: Waiting = { led: new Float64Array(count), none: new Float64Array(count) };
  for (let state = 0; state < count; state++) {
    const [withLeader, without] = [led[state]!, none[state]!];
    if (withLeader === 0 && without === 0) continue;
    let stays = 1;
    for (let i = 0; i < components.length; i++) {
      const other = state ^ (1 << i);
      const isRepair = (state & (1 << i)) === 0;
      const step = (isRepair ? repairRate : components[i]!.rate) / rate;
      stays -= step;
      const lost = isRepair ? 0 : withLeader * states.hits(state, i);
      const headless = without + lost;
      if (commits[other] === 0) next.led[other]! += step * (withLeader - lost);
      if (elects[other] === 0) next.none[other]! += step * headless;
      else if (commits[other] === 0) next.led[other]! += step * headless;
    }
    next.led[state]! += stays * withLeader;
    next.none[state]! += stays * without;
  }
  return next;
}
