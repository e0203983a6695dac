/** Bugs of the usual tables that are not planted here, and why; the published table ends with them. */
export const absent: readonly { readonly id: string; readonly bug: string; readonly why: string }[] = [
  {
    id: 'F04',
    bug: 'a grid is tested by count instead of membership',
    why: 'schedules draw counting quorums, and a grid of four nodes by count is the pair 2/2 of F05; membership has tests of its own (test/quorum)',
  },
  { id: 'F08', bug: 'the quorums change without a fence between ballots', why: 'quorums do not change during a run' },
  {
    id: 'S04',
    bug: 'ReadIndex without a committed entry of the current term',
    why: 'every read goes through the log: there is no ReadIndex',
  },
  {
    id: 'S06',
    bug: 'lease reads with drift beyond the bound',
    why: 'every read goes through the log: there are no leases',
  },
  {
    id: 'S08',
    bug: 'a time-out is reported as a definite failure',
    why: 'a client of ours says nothing of an operation that timed out but that its outcome is unknown; histories that do are judged in test/linearizability',
  },
  { id: 'G01 to G08', bug: 'changes of membership', why: 'there is no membership to change yet' },
  {
    id: 'E3',
    bug: 'nextIndex runs ahead and is rolled back',
    why: 'no change: this is how the leader here sends, so every schedule is the control',
  },
  {
    id: 'E5',
    bug: 'q2 is larger than needed',
    why: 'no change: schedules draw such quorums, so every campaign is the control',
  },
];
