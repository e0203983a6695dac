/** Which keys the clients ask for, as text in a spec: `uniform`, `hot` or `zipf:0.99`. */
import { UserError } from '../user-error.ts';
import { parseNumber } from './units.ts';

export type KeyDistribution =
  | { readonly kind: 'uniform' }
  /** Every operation touches the first key. */
  | { readonly kind: 'hot' }
  /** P(k-th key) is proportional to 1 / k^theta; YCSB takes 0.99. */
  | { readonly kind: 'zipf'; readonly theta: number };

/** @throws UserError */
export function parseKeyDistribution(text: string): KeyDistribution {
  if (text === 'uniform' || text === 'hot') return { kind: text };
  const [name, theta, ...more] = text.split(':');
  if (name !== 'zipf' || theta === undefined || more.length > 0) {
    throw new UserError(`'${text}' is no distribution of keys; write uniform, hot or zipf:THETA, such as zipf:0.99`);
  }
  const value = parseNumber(theta);
  if (value <= 0)
    throw new UserError(
      `'${text}' has theta ${value}; it must be more than 0, such as zipf:0.99 (for 0 write uniform)`,
    );
  return { kind: 'zipf', theta: value };
}

/** As {@link parseKeyDistribution} reads it. */
export function formatKeyDistribution(keys: KeyDistribution): string {
  return keys.kind === 'zipf' ? `zipf:${keys.theta}` : keys.kind;
}
