/** What an experiment is: a sweep as a file would hold it, with its question. */
import type { SweepInput } from '../../harness/sweep/sweep-spec.ts';

/** One panel; several make a sweep. */
export type PanelInput = NonNullable<SweepInput['panels']>[number];

export type Experiment = SweepInput & { readonly about: string };
