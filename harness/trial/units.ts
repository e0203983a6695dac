/** Quantities as people write them: a number and its unit. A bare number is refused, as nobody can tell what it means. */
import { UserError } from '../user-error.ts';

interface Quantity {
  /** With its article, for sentences. */
  readonly name: string;
  readonly example: string;
  readonly units: Readonly<Record<string, Unit>>;
}

/** A power of ten only moves the decimal point, so that `213.6us` is 0.2136 ms and not the next number to it. */
interface Unit {
  readonly exponent?: number;
  readonly times?: number;
  readonly over?: number;
}

const time: Quantity = {
  name: 'a time',
  example: '10ms',
  units: {
    ns: { exponent: -6 },
    us: { exponent: -3 },
    µs: { exponent: -3 },
    ms: {},
    s: { exponent: 3 },
    m: { exponent: 3, times: 60 },
    h: { exponent: 3, times: 3600 },
  },
};

const rate: Quantity = { name: 'a rate', example: '500/s', units: { '/s': {}, '/m': { over: 60 } } };

const size: Quantity = {
  name: 'a size',
  example: '64B',
  units: { B: {}, kB: { exponent: 3 }, KiB: { times: 1024 }, MB: { exponent: 6 }, MiB: { times: 1_048_576 } },
};

const bandwidth: Quantity = {
  name: 'a bandwidth',
  example: '1Gbit/s',
  units: { 'bit/s': {}, 'kbit/s': { exponent: 3 }, 'Mbit/s': { exponent: 6 }, 'Gbit/s': { exponent: 9 } },
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
  const value = Number(text);
  if (!Number.isFinite(value)) throw new UserError(`'${text}' is beyond all numbers; write one such as 5 or 0.25`);
  return value;
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
  const { exponent = 0, times = 1, over = 1 } = conversion;
  const [digits, power = '0'] = number.toLowerCase().split('e');
  const value = (Number(`${digits}e${Number(power) + exponent}`) * times) / over;
  if (!Number.isFinite(value)) throw new UserError(`'${text}' is beyond all numbers; write ${name} such as ${example}`);
  if (value < 0) throw new UserError(`'${text}' is negative; write ${name} of 0 or more, such as ${example}`);
  return value;
}

function isNumber(text: string): boolean {
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/iu.test(text.trim());
}
