/**
 * What a published experiment is: what was asked and how, where it is published down to figure and table, and how it is done
 * again. Each is a file in `bench/experiments/`; what it measures stands beside what is published.
 */
import type { Chart } from '../report/charts/chart.ts';
import type { Gate } from './gates.ts';
import type { RunRecord } from '../sweep/manifest.ts';
import type { Lab } from './lab.ts';
import type { LiveLab } from './live-lab.ts';

export interface PublishedExperiment {
  /** As on the command line, such as `raft-elections`. */
  readonly name: string;
  /** One sentence that ends in a question mark. */
  readonly question: string;
  /** Authors, title, year, figure and table. */
  readonly source: string;
  /** How it was done there and is done here, a sentence each; what differs is said. */
  readonly setup: readonly string[];
  /** The shape of the answer, stated before it was run. */
  readonly expected: string;
  /** What is wrong in the publication, or with its numbers, and was found by doing it again. */
  readonly errata?: readonly string[];
  /** Pure: the same seed gives the same findings, whatever the number of workers. */
  run(lab: Lab): Promise<Findings>;
  /** The same in real time; or why that makes no sense, a clause that ends a sentence. */
  readonly live: LiveReproduction | string;
}

/** An experiment on threads: as much of it as can be had in reasonable time. */
export interface LiveReproduction {
  /** What is left out of it, what is otherwise, and about how long it takes; a sentence each. */
  readonly setup: readonly string[];
  run(lab: LiveLab): Promise<Findings>;
}

/** `sim`: simulated; `threads`: in real time. */
export type Driver = 'sim' | 'threads';

export interface Findings {
  /** Each figure beside what is published. All that are no mere report must pass. */
  readonly gates: readonly Gate[];
  /** Published and measured in one picture. */
  readonly charts: readonly Chart[];
  /** What a reader must know to read the figures, a sentence each. */
  readonly notes?: readonly string[];
}

/** An experiment that has been done. */
export interface Reproduction {
  readonly experiment: PublishedExperiment;
  readonly driver: Driver;
  readonly seed: number;
  readonly findings: Findings;
  /** Did every gate hold? Of one that is void nobody knows. */
  readonly pass: boolean;
  /** What was particular to this run, such as its wall-clock time. */
  readonly run: RunRecord;
}
