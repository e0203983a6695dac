/** Ghost copies of the servers' logs, terms only: what each has written, and what of it is durable. For the invariants. */
import type { RaftRecord } from './messages.ts';

export interface GhostLog {
  base: number;
  baseTerm: number;
  /** `terms[i]` is the term at index `base + 1 + i`. */
  terms: number[];
}

/** What is asked for is forgotten, and no longer known. */
export const FORGOTTEN = -1;

export function emptyGhost(): GhostLog {
  return { base: 0, baseTerm: 0, terms: [] };
}

export function copyGhost(log: GhostLog): GhostLog {
  return { base: log.base, baseTerm: log.baseTerm, terms: log.terms.slice() };
}

/** The term at `index`; 0 where the log has no entry. */
export function ghostTermAt(log: GhostLog, index: number): number {
  if (index <= log.base) return index === log.base ? log.baseTerm : FORGOTTEN;
  const position = index - log.base - 1;
  return position < log.terms.length ? log.terms[position]! : 0;
}

export function ghostLast(log: GhostLog): number {
  return log.base + log.terms.length;
}

/** Does to the ghost what the record does to the log. A checkpoint is its records, one by one. */
export function applyRecord(log: GhostLog, record: RaftRecord): void {
  switch (record.type) {
    case 'entry':
      return put(log, record.index, record.term);
    case 'truncate':
      if (record.fromIndex <= ghostLast(log)) log.terms.length = Math.max(0, record.fromIndex - log.base - 1);
      return;
    case 'base':
      log.base = record.index;
      log.baseTerm = record.term;
      log.terms.length = 0;
      return;
    case 'state':
      return;
  }
}

/** An entry where another stood replaces it and all that follow, also if nobody wrote a `truncate` first. */
function put(log: GhostLog, index: number, term: number): void {
  const position = index - log.base - 1;
  if (position < 0) return;
  if (position < log.terms.length) {
    if (log.terms[position] === term) return;
    log.terms.length = position;
  }
  if (position > log.terms.length) {
    log.base = index - 1;
    log.baseTerm = FORGOTTEN;
    log.terms.length = 0;
  }
  log.terms.push(term);
}

/** Drops what stands up to and with `index`. */
export function forgetGhost(log: GhostLog, index: number): void {
  if (index <= log.base) return;
  log.baseTerm = index <= ghostLast(log) ? ghostTermAt(log, index) : FORGOTTEN;
  log.terms.splice(0, index - log.base);
  log.base = index;
}
