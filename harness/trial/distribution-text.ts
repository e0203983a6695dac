/** Distributions as on the command line and in labels: `10ms`, `normal:0.2ms:0.03ms`. Inside a value the separator is `:`. */
import { UserError } from '../user-error.ts';
import { closestTo } from './did-you-mean.ts';
import type { Bounds, Distribution } from './distribution.ts';
import { parseNumber, parseTime } from './units.ts';

/** How each is written. The fields in small letters carry no unit. */
const forms: Readonly<Record<Distribution['type'], string>> = {
  constant: 'constant:TIME',
  uniform: 'uniform:MIN:MAX',
  normal: 'normal:MEAN:SD',
  lognormal: 'lognormal:MEDIAN:sigma',
  exponential: 'exponential:MEAN',
  pareto: 'pareto:MIN:alpha',
};

const examples: Readonly<Record<Distribution['type'], string>> = {
  constant: '10ms',
  uniform: 'uniform:1ms:3ms',
  normal: 'normal:10ms:1ms',
  lognormal: 'lognormal:10ms:0.5',
  exponential: 'exponential:10ms',
  pareto: 'pareto:1ms:2.5',
};

/** The distributions by name, with an example each: for help and lists. */
export const distributionExamples = examples;

/**
 * Reads `10ms`, `uniform:A:B`, `normal:MEAN:SD`, `lognormal:MEDIAN:sigma`, `exponential:MEAN` or `pareto:MIN:alpha`; all but
 * a constant may end in `:cap=TIME` (what would be longer takes this long) and `:offset=TIME` (added to it).
 * @throws UserError
 */
export function parseDistribution(text: string): Distribution {
  const [name = '', ...parts] = text.trim().split(':');
  const fields = parts.filter((part) => !part.includes('='));
  const bounds = parts.filter((part) => part.includes('='));
  if (parts.length === 0 && !/^[a-z]/iu.test(name)) return { type: 'constant', value: parseTime(name) };
  if (!isType(name)) throw new UserError(unknownName(name));
  const form = forms[name];
  const [, ...wanted] = form.split(':');
  if (fields.length !== wanted.length) {
    throw new UserError(
      `'${text}' has ${fields.length} of ${wanted.length} fields; write ${form}, such as ${examples[name]}`,
    );
  }
  const numbers = fields.map((field, i) =>
    wanted[i]! === wanted[i]!.toUpperCase() ? parseTime(field) : parseNumber(field),
  );
  const plain = build(name, numbers[0]!, numbers[1] ?? 0);
  return bounds.length === 0 ? plain : bounded(plain, bounds, text);
}

function bounded(plain: Distribution, parts: readonly string[], text: string): Distribution {
  if (plain.type === 'constant') {
    throw new UserError(`'${text}' bounds a constant, which is what it is; leave out ${parts.join(':')}`);
  }
  const bounds: { offset?: number; cap?: number } = {};
  for (const part of parts) {
    const [name, value = ''] = part.split('=');
    if (name !== 'offset' && name !== 'cap') {
      throw new UserError(`'${text}' has ${name}=, which is not known; take cap=TIME or offset=TIME`);
    }
    if (bounds[name] !== undefined) throw new UserError(`'${text}' has ${name}= twice; leave out one of them`);
    bounds[name] = parseTime(value);
  }
  return { ...plain, ...bounds };
}

function isType(name: string): name is Distribution['type'] {
  return Object.hasOwn(forms, name);
}

function unknownName(name: string): string {
  const names = Object.keys(forms);
  const closest = closestTo(name, names);
  return `'${name}' is no distribution; ${closest === undefined ? `take one of ${names.join(', ')}` : `did you mean ${closest}?`}`;
}

function build(type: Distribution['type'], first: number, second: number): Distribution {
  switch (type) {
    case 'constant':
      return { type, value: first };
    case 'uniform':
      return { type, min: first, max: second };
    case 'normal':
      return { type, mean: first, sd: second };
    case 'lognormal':
      return { type, median: first, sigma: second };
    case 'exponential':
      return { type, mean: first };
    case 'pareto':
      return { type, min: first, alpha: second };
  }
}

/** As {@link parseDistribution} reads it, times in ms. */
export function formatDistribution(distribution: Distribution): string {
  return distribution.type === 'constant'
    ? plainText(distribution)
    : plainText(distribution) + boundsText(distribution);
}

function boundsText({ offset, cap }: Bounds): string {
  return `${offset === undefined ? '' : `:offset=${offset}ms`}${cap === undefined ? '' : `:cap=${cap}ms`}`;
}

function plainText(distribution: Distribution): string {
  switch (distribution.type) {
    case 'constant':
      return `${distribution.value}ms`;
    case 'uniform':
      return `uniform:${distribution.min}ms:${distribution.max}ms`;
    case 'normal':
      return `normal:${distribution.mean}ms:${distribution.sd}ms`;
    case 'lognormal':
      return `lognormal:${distribution.median}ms:${distribution.sigma}`;
    case 'exponential':
      return `exponential:${distribution.mean}ms`;
    case 'pareto':
      return `pareto:${distribution.min}ms:${distribution.alpha}`;
  }
}
