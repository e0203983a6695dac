/** One quorum system under analysis: its nodes, the formulas of its phases, and their diagrams in one order. */
import { diagramsOf, type Diagram, type Diagrams } from '../../algorithms/quorum/decision-diagram.ts';
import { familyReport, type FamilyReport } from '../../algorithms/quorum/family.ts';
import { dual, type Formula } from '../../algorithms/quorum/formula.ts';
import type { NodeNames } from '../../algorithms/quorum/node-names.ts';
import { formulaOf, type Phases } from '../../algorithms/quorum/spec.ts';

export type PhaseName = 'phase1' | 'phase2';

export const PHASES: readonly PhaseName[] = ['phase1', 'phase2'];

/** Of one phase. */
export interface Phase {
  readonly formula: Formula;
  readonly root: Diagram;
  readonly rootOfDual: Diagram;
  readonly report: FamilyReport;
}

export class AnalysedSystem {
  readonly names: NodeNames;
  readonly nodes: number;
  readonly diagrams: Diagrams;
  readonly phase1: Phase;
  readonly phase2: Phase;

  /** @throws InvalidQuorum if the description makes no sense, or is too irregular to be analysed */
  constructor(names: NodeNames, specs: Phases) {
    this.names = names;
    this.nodes = names.ids.length;
    const one = formulaOf(specs.phase1, names, specs);
    const two = formulaOf(specs.phase2, names, specs);
    const { diagrams, roots } = diagramsOf(this.nodes, [one, two, dual(one), dual(two)]);
    this.diagrams = diagrams;
    const phase = (formula: Formula, i: number): Phase => ({
      formula,
      root: roots[i]!,
      rootOfDual: roots[i + 2]!,
      report: familyReport(diagrams, roots[i]!),
    });
    this.phase1 = phase(one, 0);
    this.phase2 = phase(two, 1);
  }

  /** Every phase-1 quorum meets every phase-2 quorum. */
  get valid(): boolean {
    return this.diagrams.implies(this.phase1.root, this.phase2.rootOfDual);
  }

  /** Valid, and no set could be added to either phase. */
  get tight(): boolean {
    return this.phase1.root === this.phase2.rootOfDual;
  }

  idsOf(members: readonly number[]): string[] {
    return members.map((node) => this.names.ids[node]!);
  }
}
