/**
 * Gates: a figure measured, the one published, how far they may be apart, and whether they are. The tolerances come from what
 * the publication says of itself and are part of the experiment; none is drawn from what was measured.
 */

import type { Prediction } from './prediction.ts';

export type Figure = number | string | boolean;

export interface Gate {
  /** What it is, with its unit, such as `150–300 ms: median, ms`. */
  readonly figure: string;
  readonly measured: Figure;
  /** `null`: nothing is published to set beside it. */
  readonly published: Figure | null;
  /** In words, such as `±10 %`; empty where it is only reported. */
  readonly tolerance: string;
  /** `reported`: no gate, for the reader only; `void`: the run was, and there is nothing to be judged. */
  readonly verdict: 'pass' | 'fail' | 'reported' | 'void';
  /** Of a model, where one applies. */
  readonly predicted?: Prediction;
}

/** Relative to what is published: `share` 0.1 is ±10 %. */
export function withinShare(figure: string, measured: number, published: number, share: number): Gate {
  const pass = Math.abs(measured - published) <= share * Math.abs(published);
  return { figure, measured, published, tolerance: `±${percent(share)}`, verdict: verdictOf(pass) };
}

/** In the figure's own unit. */
export function plusMinus(figure: string, measured: number, published: number, tolerance: number): Gate {
  const pass = Math.abs(measured - published) <= tolerance;
  return { figure, measured, published, tolerance: `±${short(tolerance)}`, verdict: verdictOf(pass) };
}

/** @param published what it is compared with, if it is a figure of the publication */
export function atMost(figure: string, measured: number, limit: number, published: Figure | null = null): Gate {
  return { figure, measured, published, tolerance: `≤ ${short(limit)}`, verdict: verdictOf(measured <= limit) };
}

export function atLeast(figure: string, measured: number, limit: number, published: Figure | null = null): Gate {
  return { figure, measured, published, tolerance: `≥ ${short(limit)}`, verdict: verdictOf(measured >= limit) };
}

/** From `low` to `high`, both included. */
export function between(
  figure: string,
  measured: number,
  [low, high]: readonly [number, number],
  published: Figure | null = null,
): Gate {
  const pass = measured >= low && measured <= high;
  return { figure, measured, published, tolerance: `${short(low)} to ${short(high)}`, verdict: verdictOf(pass) };
}

export function same(figure: string, measured: Figure, published: Figure): Gate {
  return { figure, measured, published, tolerance: 'the same', verdict: verdictOf(measured === published) };
}

/** Beside what is published, or alone; nothing depends on it. */
export function reported(figure: string, measured: Figure, published: Figure | null = null): Gate {
  return { figure, measured, published, tolerance: '', verdict: 'reported' };
}

/** The same without a figure, as the run that was to give it is void. */
export function voided(gate: Gate): Gate {
  return { ...gate, measured: 'void', verdict: 'void' };
}

function verdictOf(pass: boolean): Gate['verdict'] {
  return pass ? 'pass' : 'fail';
}

function percent(share: number): string {
  return `${short(share * 100)} %`;
}

/** Up to four digits that count. */
function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
