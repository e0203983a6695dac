/** Faults that strike at set times, as plain data: what a plan may hold, and the rules that join its entries. */
import { faultKindOf, faultKinds, type PlannedFault } from '../faults/catalogue.ts';

export { brokenAssumptions, plannedFaultSchema, type PlannedFault } from '../faults/catalogue.ts';

/** The nodes that an entry names. */
export function nodesOf(fault: PlannedFault): readonly number[] {
  return faultKindOf(fault.kind).nodesOf(fault);
}

/** What there is, with an example each: for lists and help. */
export const plannedFaultKinds = faultKinds.map(({ kind, about, class: owed, example }) => ({
  kind,
  about,
  class: owed,
  example: { kind, ...example, atMs: 2000, forMs: 1000 } as PlannedFault,
}));

/** Kinds of which two cannot last at once at one node: each would undo what the other has set. */
const EXCLUSIVE: readonly PlannedFault['kind'][] = ['slow', 'clock-drift', 'lying-disk', 'crash-writing', 'disk-full'];
/** Kinds of which two cannot last at once at all. */
const ALONE: readonly PlannedFault['kind'][] = ['client-loss', 'client-repeat'];
/** Kinds that damage what a node has acknowledged. */
const DAMAGING: readonly PlannedFault['kind'][] = ['corrupt-record'];

/** What is wrong with a plan, as `[index, what follows its path]`; `undefined` if nothing is. */
export function planProblem(plan: readonly PlannedFault[], nodes: number): readonly [number, string] | undefined {
  for (const [index, entry] of plan.entries()) {
    const problem = entryProblem(entry, nodes) ?? overlapProblem(plan.slice(0, index), entry);
    if (problem !== undefined) return [index, problem];
  }
  return budgetProblem(plan, nodes);
}

/** May `entry` join a plan with which nothing is wrong? Thousands of plans a second are drawn, entry by entry. */
export function mayJoin(plan: readonly PlannedFault[], entry: PlannedFault, nodes: number): boolean {
  return (
    entryProblem(entry, nodes) === undefined &&
    overlapProblem(plan, entry) === undefined &&
    (!DAMAGING.includes(entry.kind) || budgetProblem([...plan, entry], nodes) === undefined)
  );
}

function entryProblem(entry: PlannedFault, nodes: number): string | undefined {
  const stranger = nodesOf(entry).find((node) => node >= nodes);
  if (stranger !== undefined) return ` names node ${stranger}; with ${nodes} nodes they are 0 to ${nodes - 1}`;
  if (entry.kind === 'partition') {
    const twice = firstTwice(entry.groups.flat());
    if (twice !== undefined) return `.groups has node ${twice} twice; a node is on one side of a partition`;
  }
  if (entry.kind === 'shape' && entry.order !== undefined) {
    const twice = firstTwice(entry.order);
    if (twice !== undefined) return `.order has node ${twice} twice; name each node once`;
  }
  if (entry.kind === 'swizzle' && [...entry.down].sort().join() !== [...entry.up].sort().join()) {
    return ` cuts off nodes ${entry.down.join(', ')} and brings back ${entry.up.join(', ')}; name the same nodes in both`;
  }
  return undefined;
}

function overlapProblem(before: readonly PlannedFault[], entry: PlannedFault): string | undefined {
  const at = (fault: PlannedFault) => ('node' in fault ? fault.node : undefined);
  const clashing = before.find(
    (other) =>
      overlaps(other, entry) &&
      ((ALONE.includes(entry.kind) && other.kind === entry.kind) ||
        (EXCLUSIVE.includes(entry.kind) && slotOf(other) === slotOf(entry) && at(other) === at(entry))),
  );
  if (clashing === undefined) return undefined;
  const place = at(entry);
  const where = typeof place === 'number' ? ` at node ${place}` : '';
  return ` is a ${entry.kind}${where} from ${entry.atMs} ms on, while a ${clashing.kind} lasts there since ${clashing.atMs} ms; let one end before the other begins`;
}

/** What a kind sets while it lasts: crash-writing and disk-full lie in wait at the same place. */
function slotOf({ kind }: PlannedFault): string {
  return kind === 'disk-full' ? 'crash-writing' : kind;
}

function overlaps(a: PlannedFault, b: PlannedFault): boolean {
  const end = (fault: PlannedFault) => (fault.forMs === null ? Infinity : fault.atMs + fault.forMs);
  return a.atMs < end(b) && b.atMs < end(a);
}

/** Damaged disks at a majority leave no quorum that knows what was acknowledged: that is no fault, it is the end. */
function budgetProblem(plan: readonly PlannedFault[], nodes: number): readonly [number, string] | undefined {
  const most = Math.floor((nodes - 1) / 2);
  const damaged = new Set<number>();
  for (const [index, entry] of plan.entries()) {
    if (!DAMAGING.includes(entry.kind)) continue;
    nodesOf(entry).forEach((node) => damaged.add(node));
    if (damaged.size <= most) continue;
    return [
      index,
      ` makes ${damaged.size} nodes with a damaged disk, and ${nodes} nodes can lose at most ${most}; damage fewer nodes, or take more`,
    ];
  }
  return undefined;
}

function firstTwice(list: readonly number[]): number | undefined {
  return list.find((item, i) => list.indexOf(item) !== i);
}
