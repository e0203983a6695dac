/** Exact fractions, for answers that are fractions: loads, mean times. */

export interface Rational {
  readonly num: bigint;
  /** Positive; in lowest terms. */
  readonly den: bigint;
}

export const ZERO: Rational = { num: 0n, den: 1n };
export const ONE: Rational = { num: 1n, den: 1n };

export function fraction(num: bigint, den: bigint = 1n): Rational {
  if (den === 0n) throw new RangeError(`${num}/0 is no fraction`);
  const sign = den < 0n ? -1n : 1n;
  const divisor = gcd(num < 0n ? -num : num, den * sign);
  return { num: (sign * num) / divisor, den: (sign * den) / divisor };
}

export function add(a: Rational, b: Rational): Rational {
  if (a.num === 0n) return b;
  if (b.num === 0n) return a;
  return fraction(a.num * b.den + b.num * a.den, a.den * b.den);
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, { num: -b.num, den: b.den });
}

export function multiply(a: Rational, b: Rational): Rational {
  if (a.num === 0n || b.num === 0n) return ZERO;
  return fraction(a.num * b.num, a.den * b.den);
}

export function divide(a: Rational, b: Rational): Rational {
  return fraction(a.num * b.den, a.den * b.num);
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.num * b.den - b.num * a.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The decimal that JavaScript prints: 0.1 is 1/10. */
export function fromDecimal(value: number): Rational {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no fraction`);
  const [mantissa, exponent = '0'] = String(value).split('e');
  const [whole, digits = ''] = mantissa!.split('.');
  const places = digits.length - Number(exponent);
  const num = BigInt(whole! + digits);
  return places >= 0 ? fraction(num, powerOfTen(places)) : fraction(num * powerOfTen(-places));
}

/** `1/1500`, `0.25`, `3e-4`; `undefined` if the text is neither a fraction nor a decimal. */
export function parseRational(text: string): Rational | undefined {
  const parts = /^\s*(-?\d+)\s*\/\s*(\d+)\s*$/.exec(text);
  if (parts !== null) return BigInt(parts[2]!) === 0n ? undefined : fraction(BigInt(parts[1]!), BigInt(parts[2]!));
  if (!/^\s*-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? fromDecimal(value) : undefined;
}

/** The nearest number, for fractions of any size. */
export function toNumber({ num, den }: Rational): number {
  const direct = Number(num) / Number(den);
  if (Number.isFinite(direct) && (direct !== 0 || num === 0n) && bitLength(num) < 1000 && bitLength(den) < 1000)
    return direct;
  // Scaled to 64 bits first, when numerator or denominator are beyond what a number holds.
  const shift = bitLength(num) - bitLength(den) - 64;
  const scaled = shift >= 0 ? num / (den << BigInt(shift)) : (num << BigInt(-shift)) / den;
  let result = Number(scaled);
  for (let i = 0; i < Math.abs(shift); i++) result = shift > 0 ? result * 2 : result / 2;
  return result;
}

/** `2/3`; `5` if it is whole. */
export function formatRational({ num, den }: Rational): string {
  return den === 1n ? `${num}` : `${num}/${den}`;
}

function powerOfTen(places: number): bigint {
  return BigInt(`1${'0'.repeat(places)}`);
}

function bitLength(value: bigint): number {
  return (value < 0n ? -value : value).toString(2).length;
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
