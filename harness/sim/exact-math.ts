/**
 * Logarithm, exponential and cosine from + - * / and square root alone, so that every machine and every V8 gives the same
 * bits. Accurate to a few units in the last place, which a sampler does not notice.
 */
const LN2 = 0.6931471805599453;
const SQRT_HALF = 0.7071067811865476;
const HALF_PI = 1.5707963267948966;
const TWO_PI = 6.283185307179586;

/** Coefficients of artanh(s)/s in s², the highest power first: 1/21 … 1/3, 1. */
const ARTANH = Array.from({ length: 11 }, (_, i) => 1 / (21 - 2 * i));
/** Coefficients of sin(r)/r in r², the highest power first. */
const SINE = sineCoefficients(10);

const bits = new DataView(new ArrayBuffer(8));

/** Natural logarithm of a positive, normal number: ln(m·2^e) = e·ln 2 + 2·artanh((m-1)/(m+1)), m near 1. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  let exponent = (high >>> 20) - 1022;
  bits.setUint32(0, (high & 0x000fffff) | 0x3fe00000);
  let mantissa = bits.getFloat64(0);
  if (mantissa < SQRT_HALF) {
    mantissa *= 2;
    exponent -= 1;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const z = s * s;
  let sum = 0;
  for (let i = 0; i < ARTANH.length; i++) sum = sum * z + ARTANH[i]!;
  return exponent * LN2 + 2 * s * sum;
}

/** e to the power of x: 2^k · e^r with |r| at most ln(2)/2, e^r from its series. */
export function exp(x: number): number {
  if (x > 709) return Infinity;
  if (x < -700) return 0;
  const k = Math.round(x / LN2);
  const r = x - k * LN2;
  let sum = 1;
  for (let n = 18; n >= 1; n--) sum = 1 + (sum * r) / n;
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return sum * bits.getFloat64(0);
}

/** x to the power of y, for positive x. */
export function pow(x: number, y: number): number {
  return exp(y * log(x));
}

/** Cosine, for angles of a few turns at most. */
export function cos(x: number): number {
  return sin(x + HALF_PI);
}

/** Sine, for angles of a few turns at most. */
export function sin(x: number): number {
  let r = x - Math.round(x / TWO_PI) * TWO_PI;
  if (r > HALF_PI) r = Math.PI - r;
  else if (r < -HALF_PI) r = -Math.PI - r;
  const z = r * r;
  let sum = 0;
  for (let i = 0; i < SINE.length; i++) sum = sum * z + SINE[i]!;
  return r * sum;
}

/** (-1)^n / (2n+1)! for n = `terms` … 0. */
function sineCoefficients(terms: number): number[] {
  const ascending = [1];
  for (let n = 1; n <= terms; n++) ascending.push(-ascending[n - 1]! / (2 * n * (2 * n + 1)));
  return ascending.reverse();
}
