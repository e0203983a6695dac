/** Tests of live runs are not about how fast the machine is that they run on, and it is busy: nothing makes a run void. */
import { DEFAULT_BOUNDS } from '../../harness/live/instrument-bounds.ts';

export const UNBOUND = {
  ...DEFAULT_BOUNDS,
  lateMs: Infinity,
  turnMs: Infinity,
  gcMs: Infinity,
  clientsBusy: Infinity,
  others: Infinity,
  steal: Infinity,
};
