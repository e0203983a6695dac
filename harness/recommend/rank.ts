/** All candidates in the order of the objective, those that meet the constraints first; and what binds if none does. */
import { survives, type LegalSystem } from './candidates.ts';
import { objectiveNamed, objectives, type Objective } from './objectives.ts';
import { predictAll, type Predicted, type WorkOf } from './predict.ts';
import type { Profile, World } from './profile.ts';

export interface Candidate {
  readonly legal: LegalSystem;
  readonly algorithm: string;
  /** Title of the protocol. */
  readonly title: string;
  readonly leader: number;
  /** Leaders that are predicted to be as good, this one too. */
  readonly alike: readonly number[];
  readonly predicted: Predicted;
}

/** A promise that a candidate keeps or breaks. */
export interface Constraint {
  /** As a flag: `--max-p99 150ms`. */
  readonly flag: string;
  /** 0 or less if it holds; else by how much it does not, in its own unit. */
  readonly excess: (candidate: Candidate) => number;
  /** What the candidate has, in words: `p99 68.1 ms`. */
  readonly shown: (candidate: Candidate) => string;
}

export interface Ranking {
  /** Those that meet all constraints, the best first. */
  readonly feasible: readonly Candidate[];
  readonly all: readonly Candidate[];
  readonly constraints: readonly Constraint[];
}

/** @param worldFor the world of a system, which may differ from the one that it was found in */
export function rank(
  systems: readonly LegalSystem[],
  profile: Profile,
  worldFor: (nodes: number) => World,
  workOf: WorkOf,
): Ranking {
  const worlds = new Map(
    [...new Set(systems.map(({ world }) => world.nodes))].map((nodes) => [nodes, worldFor(nodes)]),
  );
  const all = systems.flatMap((legal) => candidatesOf(legal, worlds.get(legal.world.nodes)!, workOf));
  all.sort(byObjective(objectiveNamed(profile.objective)));
  const constraints = constraintsOf(profile);
  return { feasible: all.filter((candidate) => constraints.every((each) => holds(each, candidate))), all, constraints };
}

export function holds({ excess }: Constraint, candidate: Candidate): boolean {
  return excess(candidate) <= 0;
}

function candidatesOf(legal: LegalSystem, world: World, workOf: WorkOf): Candidate[] {
  const found: Candidate[] = [];
  const byAlgorithm = predictAll(legal, world, workOf);
  for (const { name, title } of legal.algorithms) {
    const groups: { leaders: number[]; predicted: Predicted }[] = [];
    byAlgorithm.get(name)!.forEach((predicted, leader) => {
      const known = groups.find((group) => areAlike(group.predicted, predicted));
      if (known === undefined) groups.push({ leaders: [leader], predicted });
      else known.leaders.push(leader);
    });
    for (const { leaders, predicted } of groups) {
      found.push({ legal, algorithm: name, title, leader: leaders[0]!, alike: leaders, predicted });
    }
  }
  return found;
}

function areAlike(a: Predicted, b: Predicted): boolean {
  return objectives.every(({ cost }) => sameFigure(cost(a), cost(b)));
}

/** Relative difference below which two figures are one figure computed twice. */
const ROUNDING = 1e-9;

export function sameFigure(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b));
}

/** The objective first; of equals what is better in the others, in their order, then fewer nodes; else as listed. */
export function byObjective(first: Objective): (a: Candidate, b: Candidate) => number {
  const order = [first, ...objectives.filter((other) => other !== first)];
  return (a, b) => {
    for (const { cost } of order) {
      const [one, two] = [cost(a.predicted), cost(b.predicted)];
      if (!sameFigure(one, two)) return one - two;
    }
    return a.legal.world.nodes - b.legal.world.nodes;
  };
}

export function constraintsOf({ survive, maxP99Ms, minAvailability, loadPerS }: Profile): Constraint[] {
  const structural = survive.map(({ count, unit }): Constraint => ({
    flag: `--survive ${count}-${count === 1 ? unit.slice(0, -1) : unit}`,
    excess: ({ legal }) =>
      survives(legal, { count, unit }) ? 0 : count - (unit === 'nodes' ? legal.survivesNodes : legal.survivesZones),
    shown: ({ legal }) => {
      const most = unit === 'nodes' ? legal.survivesNodes : legal.survivesZones;
      return most === 0 ? `survives the loss of no ${unit.slice(0, -1)}` : `survives any ${most} ${unit}`;
    },
  }));
  // What is a matter of degree comes first: who is nearest in that is more use to know.
  const found: Constraint[] = [];
  found.push({
    flag: `--load ${loadPerS}/s`,
    excess: ({ predicted }) => (predicted.busy < 1 ? 0 : predicted.busy - 1 + Number.EPSILON),
    shown: ({ predicted }) =>
      `takes at most ${Math.floor(predicted.capacityPerS)}/s (limit: ${predicted.capacityLimit})`,
  });
  if (maxP99Ms !== undefined) {
    found.push({
      flag: `--max-p99 ${maxP99Ms}ms`,
      excess: ({ predicted }) => predicted.p99Ms - maxP99Ms,
      shown: ({ predicted }) => `has a p99 of ${Number(predicted.p99Ms.toPrecision(3))} ms`,
    });
  }
  if (minAvailability !== undefined) {
    found.push({
      flag: `--min-availability ${minAvailability}`,
      excess: ({ predicted }) => predicted.unanswered - (1 - minAvailability),
      shown: ({ predicted }) =>
        `leaves ${Number(predicted.unanswered.toPrecision(2))} of the operations without an answer`,
    });
  }
  return [...found, ...structural];
}

/** One sentence: which constraint nothing meets, and who comes nearest. */
export function whatBinds({ all, constraints }: Ranking): string {
  const last = (candidate: Candidate): string => `the nearest, ${labelOf(candidate)},`;
  for (const constraint of constraints) {
    const others = constraints.filter((each) => each !== constraint);
    const rest = all.filter((candidate) => others.every((each) => holds(each, candidate)));
    // The first of the least is the best by the objective.
    const nearest = leastOf(rest, constraint.excess);
    if (nearest === undefined) continue;
    const together = others.length === 0 ? '' : ` together with ${others.map(({ flag }) => flag).join(' and ')}`;
    const alone = all.every((candidate) => !holds(constraint, candidate));
    return `nothing meets ${constraint.flag}${alone ? '' : together}: ${last(nearest)} ${constraint.shown(nearest)}; relax it, or change --nodes`;
  }
  const broken = (candidate: Candidate): number => constraints.filter((each) => !holds(each, candidate)).length;
  const nearest = leastOf(all, broken)!;
  const what = constraints.filter((each) => !holds(each, nearest));
  return `nothing meets ${constraints.map(({ flag }) => flag).join(', ')}: ${last(nearest)} breaks ${what
    .map((each) => `${each.flag} (it ${each.shown(nearest)})`)
    .join(' and ')}; relax these, or change --nodes`;
}

function leastOf(candidates: readonly Candidate[], cost: (candidate: Candidate) => number): Candidate | undefined {
  let best: Candidate | undefined;
  for (const candidate of candidates) if (best === undefined || cost(candidate) < cost(best)) best = candidate;
  return best;
}

/** `Raft, quorums 4/2 of 5, leader 1 us-east-1`. */
export function labelOf(candidate: Candidate): string {
  return `${candidate.title}, ${settingOf(candidate)}`;
}

/** The protocol aside: `quorums 4/2 of 5, leader 1 us-east-1`. */
export function settingOf({ legal, leader, alike }: Candidate): string {
  const { nodes } = legal.world;
  const anywhere = alike.length === nodes;
  return `quorums ${legal.configuration.label} of ${nodes}, leader ${anywhere ? 'anywhere' : placeOf(legal.world, leader)}`;
}

/** `1 us-east-1`; the number alone where all nodes are in one place. */
export function placeOf({ profile }: World, node: number): string {
  const { nodes } = profile.topology;
  return nodes.length === 1 ? String(node) : `${node} ${nodes[node % nodes.length]}`;
}
