/** Quantities as people write them: a number and its unit. A bare number is refused, as nobody can tell what it means. */
import { UserError } from '../user-error.ts';

interface Quantity {
  /** With its article, for sentences. */
  readonly name: string;
  readonly example: string;
  /** Unit to how it converts. Division by a whole number rounds once, so that `2.4us` is 0.0024 ms exactly. */
  readonly units: Readonly<Record<string, { readonly times?: number; readonly over?: number }>>;
}

const time: Quantity = {
  name: 'a time',
  example: '10ms',
  units: {
    ns: { over: 1_000_000 },
    us: { over: 1000 },
    µs: { over: 1000 },
    ms: {},
    s: { times: 1000 },
    m: { times: 60_000 },
    h: { times: 3_600_000 },
  },
};

const rate: Quantity = { name: 'a rate', example: '500/s', units: { '/s': {}, '/m': { over: 60 } } };

const size: Quantity = {
  name: 'a size',
  example: '64B',
  units: { B: {}, kB: { times: 1000 }, KiB: { times: 1024 }, MB: { times: 1_000_000 }, MiB: { times: 1_048_576 } },
};

const bandwidth: Quantity = {
  name: 'a bandwidth',
  example: '1Gbit/s',
  units: {
    'bit/s': {},
    'kbit/s': { times: 1000 },
    'Mbit/s': { times: 1_000_000 },
    'Gbit/s': { times: 1_000_000_000 },
  },
};

/** `200us`, `10ms`, `2s`, `1m` as milliseconds. */
export function parseTime(text: string): number {
  return parse(text, time);
}

/** `500/s` as operations per second. */
export function parseRate(text: string): number {
  return parse(text, rate);
}

/** `64B`, `4KiB` as whole bytes. */
export function parseSize(text: string): number {
  const bytes = parse(text, size);
  if (!Number.isInteger(bytes)) throw new UserError(`'${text}' is ${bytes} bytes; a size is a whole number of bytes`);
  return bytes;
}

/** `1Gbit/s` as bits per second; `unlimited` as null. */
export function parseBandwidth(text: string): number | null {
  return text === 'unlimited' ? null : parse(text, bandwidth);
}

/** A number without unit: a share, a count, a seed. */
export function parseNumber(text: string): number {
  if (!isNumber(text)) throw new UserError(`'${text}' is no number; write one such as 5 or 0.25, without a unit`);
  return Number(text);
}

function parse(text: string, { name, example, units }: Quantity): number {
  const [, number = '', unit = ''] = /^\s*([-+.\d]+(?:e[-+]?\d+)?)\s*(.*?)\s*$/iu.exec(text) ?? [];
  const known = Object.keys(units).join(', ');
  if (!isNumber(number))
    throw new UserError(`'${text}' is not ${name}; write a number and its unit, such as ${example}`);
  if (unit === '') throw new UserError(`'${text}' has no unit; write ${name} in ${known}, such as ${example}`);
  const conversion = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (conversion === undefined)
    throw new UserError(`'${text}' has the unknown unit '${unit}'; write ${name} in ${known}, such as ${example}`);
  const value = (Number(number) * (conversion.times ?? 1)) / (conversion.over ?? 1);
  if (value < 0) throw new UserError(`'${text}' is negative; write ${name} of 0 or more, such as ${example}`);
  return value;
}

function isNumber(text: string): boolean {
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/iu.test(text.trim());
}
