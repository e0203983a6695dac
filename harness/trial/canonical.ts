/** The canonical form of a spec and its hash: what identifies a trial, wherever and by whomever it is run. */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { TrialSpec } from './spec.ts';

/** Canonical JSON (RFC 8785): keys sorted, numbers in their shortest form, no white space. */
export function canonicalJson(spec: TrialSpec): string {
  const json = canonicalize(spec);
  if (json === undefined) throw new TypeError('a spec is an object');
  return json;
}

/** First 16 hex digits of the SHA-256 of the canonical JSON. */
export function trialId(spec: TrialSpec): string {
  return createHash('sha256').update(canonicalJson(spec), 'utf8').digest('hex').slice(0, 16);
}
