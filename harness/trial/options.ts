/** The options that one algorithm alone has: known names, allowed values, defaults. */
import type { Algorithm, OptionSpec } from '../../algorithms/contract.ts';
import { UserError } from '../user-error.ts';
import { closestTo } from './did-you-mean.ts';

export type OptionValue = string | number | boolean;

/** All options of the algorithm that a spec names, those not given at their default. @throws UserError */
export function resolveOptions(
  algorithm: Algorithm,
  given: Readonly<Record<string, OptionValue>>,
): Record<string, OptionValue> {
  const names = Object.keys(algorithm.options);
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) throw new UserError(unknownOption(algorithm, name, names));
  }
  const resolved: Record<string, OptionValue> = {};
  for (const [name, option] of Object.entries(algorithm.options)) {
    const value = given[name] ?? option.default;
    if (!allows(option, value)) {
      throw new UserError(
        `options.${name} is ${JSON.stringify(value)}; for ${algorithm.name} it must be ${allowed(option)}`,
      );
    }
    if (option.namedIfSet !== true || value !== option.default) resolved[name] = value;
  }
  return resolved;
}

function unknownOption(algorithm: Algorithm, name: string, names: readonly string[]): string {
  if (names.length === 0) return `options.${name} is no option of ${algorithm.name}, which has none; remove it`;
  const closest = closestTo(name, names);
  const remedy = closest === undefined ? `its options are ${names.join(', ')}` : `did you mean ${closest}?`;
  return `options.${name} is no option of ${algorithm.name}; ${remedy}`;
}

function allows({ values }: OptionSpec, value: OptionValue): boolean {
  if ('min' in values) return typeof value === 'number' && value >= values.min && value <= values.max;
  return values.includes(value);
}

/** The allowed values in words. */
export function allowed({ values }: OptionSpec): string {
  return 'min' in values
    ? `a number from ${values.min} to ${values.max}`
    : values.map((value) => JSON.stringify(value)).join(' or ');
}
