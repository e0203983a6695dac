/** Fields that entries of several kinds share. */
import { z } from 'zod';
import type { RandomStream } from '../sim/random.ts';

export const node = z.int().min(0);
export const nodeList = z.array(node).min(1);
export const share = z.number().min(0).max(1);
export const positiveMs = z.number().gt(0);
/** Of what comes and goes. Far below it an instant would never end. */
export const periodMs = z.number().min(0.01, 'give a period of at least 0.01 ms, as nothing in a cluster is quicker');

/** When a fault strikes and how long it lasts. */
export const when = {
  /** From the start of the measured window, ms. */
  atMs: z.number().min(0),
  /** How long it lasts, ms; null: until the trial ends. */
  forMs: z.number().gt(0).nullable().default(null),
};

/** For kinds that must know their end when they begin. */
export const whenBounded = { atMs: z.number().min(0), forMs: positiveMs };

/** `count` different nodes. */
export function drawNodes(random: RandomStream, nodes: number, count: number): number[] {
  const all = Array.from({ length: nodes }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const j = i + random.below(nodes - i);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all.slice(0, count);
}

/** Between `low` and `high`, in steps that read well. */
export function drawBetween(random: RandomStream, low: number, high: number): number {
  return Math.round((low + (high - low) * random.next()) * 1000) / 1000;
}
