/** Quorums as people write them: the labels of tables and legends, and the shorthand of the command line. */
import type { Phases, Spec } from './spec.ts';

/** `majority`, `3 of 5`, `row of 2x3`, `2 of 3 zones`, `a*b + c`. */
export function labelOf(spec: Spec, nodes: number): string {
  switch (spec.kind) {
    case 'count':
      return `${spec.q} of ${spec.of?.length ?? nodes}`;
    case 'majority':
      return spec.of === undefined ? 'majority' : `majority of ${spec.of.length}`;
    case 'weighted':
      return spec.threshold === 'majority'
        ? `weighted:${weightsOf(spec.weights)}`
        : `${spec.threshold} of weights ${weightsOf(spec.weights)}`;
    case 'grid':
      return `${spec.rule} of ${shape(spec.rows)}`;
    case 'wall':
      return `wall:${spec.rows.map((row) => row.length).join(':')}`;
    case 'zones':
      return `${spec.perZone} in ${spec.zoneCount} of ${Object.keys(spec.zones).length} zones`;
    case 'expr':
      return spec.expr;
    case 'explicit':
      return `${spec.quorums.length} listed`;
    case 'dual':
      return `dual of ${spec.of}`;
    case 'and':
      return spec.parts.map((part) => labelOf(part, nodes)).join(' and ');
    case 'or':
      return spec.parts.map((part) => labelOf(part, nodes)).join(' or ');
  }
}

/** As on the command line where it can be written there: `majority`, `4/2`, `grid:2x3`. */
export function systemLabel({ phase1, phase2 }: Phases, nodes: number): string {
  const whole = (spec: Spec): boolean => spec.kind !== 'count' || spec.of === undefined;
  if (phase1.kind === 'count' && phase2.kind === 'count' && whole(phase1) && whole(phase2))
    return `${phase1.q}/${phase2.q}`;
  if (phase1.kind === 'grid' && phase2.kind === 'grid' && phase1.rule === 'row' && phase2.rule === 'column') {
    return `grid:${shape(phase1.rows)}`;
  }
  const [label1, label2] = [labelOf(phase1, nodes), labelOf(phase2, nodes)];
  return label1 === label2 ? label1 : `${label1} / ${label2}`;
}

function shape(rows: readonly (readonly string[])[]): string {
  const widths = new Set(rows.map((row) => row.length));
  return widths.size === 1 ? `${rows.length}x${rows[0]!.length}` : rows.map((row) => row.length).join('+');
}

function weightsOf(weights: Readonly<Record<string, number>>): string {
  return Object.values(weights).join(':');
}
