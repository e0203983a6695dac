/** Numbers for people: three digits that count, and a unit that fits. A machine reads the JSON instead. */

/** What stands for a number that there is not. */
export const DASH = '–';

/** `0.43`, `12.3`, `1,234`. */
export function formatNumber(value: number | null): string {
  if (value === null) return DASH;
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.min(digits, 6) });
}

/** Milliseconds as `430 µs`, `12.3 ms` or `2.5 s`. */
export function formatMs(ms: number | null): string {
  if (ms === null) return DASH;
  if (ms !== 0 && ms < 1) return `${formatNumber(ms * 1000)} µs`;
  return ms < 1000 ? `${formatNumber(ms)} ms` : `${formatNumber(ms / 1000)} s`;
}

/** A share as `47.2 %`. */
export function formatShare(share: number | null): string {
  return share === null ? DASH : `${formatNumber(share * 100)} %`;
}

/** Availability is told apart by its nines: `99.982 %`, and only what is all is `100 %`. */
export function formatAvailability(share: number | null): string {
  if (share === null) return DASH;
  return share === 1 ? '100 %' : `${(Math.floor(share * 100_000) / 1000).toFixed(3)} %`;
}
