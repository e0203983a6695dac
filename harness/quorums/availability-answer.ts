/** The `availability` part of an answer: exact, with the unavailability beside it so that no digit is lost. */
import { Availability, type Failures } from '../../algorithms/quorum/availability.ts';
import type { Formula } from '../../algorithms/quorum/formula.ts';
import type { NodeNames } from '../../algorithms/quorum/node-names.ts';
import { formulaOf } from '../../algorithms/quorum/spec.ts';
import { UserError } from '../user-error.ts';
import type { FailureInput, QuorumInput } from './input.ts';
import type { AnalysedSystem } from './system.ts';

export function availabilityAnswer(system: AnalysedSystem, input: QuorumInput): Record<string, unknown>[] {
  const fast = input.fast && formulaOf(input.fast, system.names, input);
  return (input.availability ?? []).map((question) => answerTo(system, question, fast));
}

function answerTo(system: AnalysedSystem, question: FailureInput, fast: Formula | undefined): Record<string, unknown> {
  const formulas = [system.phase1.formula, system.phase2.formula, ...(fast === undefined ? [] : [fast])];
  const availability = new Availability(formulas, failuresOf(system.names, question));
  const [one, two, both] = [availability.of(0), availability.of(1), availability.ofAll([0, 1])];
  const quick = fast && availability.of(2);
  const given = system.names.ids.map((id, leader) => [id, availability.given(leader, 1)] as const);
  return {
    ...(question.name !== undefined && { name: question.name }),
    phase1: one.yes,
    phase2: two.yes,
    both: both.yes,
    ...(quick && { fast: quick.yes }),
    unavailability: { phase1: one.no, phase2: two.no, both: both.no, ...(quick && { fast: quick.no }) },
    ...(question.byLeader === true && {
      phase2GivenLeaderUp: Object.fromEntries(given.map(([id, chance]) => [id, chance.yes])),
      phase2UnavailabilityGivenLeaderUp: Object.fromEntries(given.map(([id, chance]) => [id, chance.no])),
    }),
  };
}

/** @throws UserError if a node has no probability, or a zone of `zoneFail` is not described */
export function failuresOf(names: NodeNames, { pFail, zones = {}, zoneFail = {} }: FailureInput): Failures {
  if (typeof pFail !== 'number') names.list(Object.keys(pFail), 'pFail');
  const node = names.ids.map((id) => {
    const p = typeof pFail === 'number' ? pFail : Object.hasOwn(pFail, id) ? pFail[id] : undefined;
    if (p === undefined) throw new UserError(`pFail has no probability for node ${id}; give one for each node`);
    return p;
  });
  for (const zone of Object.keys(zoneFail)) {
    if (!Object.hasOwn(zones, zone))
      throw new UserError(`zoneFail names zone ${zone}, which zones does not; describe it`);
  }
  return {
    node,
    // Sorted, for the order of keys must not matter.
    zones: Object.keys(zones)
      .sort()
      .map((zone) => ({ nodes: names.list(zones[zone]!, `zone ${zone}`), fails: zoneFail[zone] ?? 0 }))
      .filter((zone) => zone.fails > 0),
  };
}
