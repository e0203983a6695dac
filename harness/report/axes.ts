/**
 * What varies in a result set, and how a picture of few axes is cut out of a panel of many: the axes that a chart does not
 * show are held at a value that stands for the rest, and the chart says at which.
 */
import type { Configuration } from './configuration.ts';
import { fieldInWords } from './field-words.ts';
import { counted, inWords } from './format.ts';

export type Axis = 'algorithm' | 'nodes' | 'quorums' | 'place' | 'failures' | 'load' | 'thrifty' | 'loss' | 'other';

type Value = string | number | boolean;

const AXES: readonly Axis[] = [
  'algorithm',
  'place',
  'nodes',
  'quorums',
  'thrifty',
  'failures',
  'load',
  'loss',
  'other',
];

/** Nodes that most people run. */
const USUAL_NODES = 5;

export function valueOn(axis: Axis, configuration: Configuration): Value {
  switch (axis) {
    case 'algorithm':
      return configuration.algorithm;
    case 'nodes':
      return configuration.nodes;
    case 'quorums':
      return configuration.quorums;
    case 'place':
      return configuration.place;
    case 'failures':
      return configuration.failureRatePerMin;
    case 'load':
      return configuration.clients ?? configuration.ratePerS ?? 0;
    case 'thrifty':
      return configuration.thrifty;
    case 'loss':
      return configuration.loss;
    case 'other':
      return otherFields(configuration);
  }
}

/** Distinct values, in order of appearance. */
export function valuesOn(axis: Axis, configurations: readonly Configuration[]): Value[] {
  return [...new Set(configurations.map((configuration) => valueOn(axis, configuration)))];
}

export interface Slice {
  readonly configurations: readonly Configuration[];
  /** What is held, such as `5 nodes, majorities`; empty if nothing is. */
  readonly held: string;
}

/** As a sentence for a caption, behind the others. */
export function heldSentence({ held }: Slice): string {
  return held === '' ? '' : ` Held: ${held}.`;
}

/** Holds every axis but those of the chart at one value. */
export function sliceOf(configurations: readonly Configuration[], shown: readonly Axis[]): Slice {
  let rest = configurations;
  const held: string[] = [];
  for (const axis of AXES) {
    if (shown.includes(axis)) continue;
    const values = valuesOn(axis, rest);
    if (axis === 'quorums') {
      const majorities = rest.filter(({ isMajority }) => isMajority);
      if (values.length > 1 && majorities.length > 0) rest = majorities;
      else if (values.length > 1) rest = rest.filter(({ quorums }) => quorums === values[0]);
      if (rest.length > 0 && rest.every(({ isMajority }) => isMajority)) held.push('majorities');
      else if (rest[0] !== undefined) held.push(`quorums ${rest[0].quorums}`);
      continue;
    }
    const value = representative(axis, values);
    if (values.length > 1) rest = rest.filter((configuration) => valueOn(axis, configuration) === value);
    if (value === undefined) continue;
    const texts = axis === 'other' ? otherInWords(value, values) : [heldText(axis, value, rest[0]!)];
    if (values.length > 1 || axis === 'nodes' || axis === 'place') held.push(...texts.filter((text) => text !== ''));
  }
  return { configurations: rest, held: inWords(held) };
}

/** The value that stands for an axis: five nodes, no failures, the middle of the others. */
export function representative(axis: Axis, values: readonly Value[]): Value | undefined {
  const numbers = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  if (axis === 'nodes' && numbers.includes(USUAL_NODES)) return USUAL_NODES;
  if (axis === 'thrifty' && values.includes(false)) return false;
  if (axis === 'failures' || axis === 'loss') return numbers[0];
  if (axis === 'other') return values[Math.floor((values.length - 1) / 2)];
  if (numbers.length === values.length) return numbers[Math.floor((numbers.length - 1) / 2)];
  return values[0];
}

function heldText(axis: Exclude<Axis, 'other'>, value: Value, example: Configuration): string {
  switch (axis) {
    case 'nodes':
      return `${String(value)} nodes`;
    case 'thrifty':
      return value === true ? 'only a quorum asked' : 'everybody asked';
    case 'failures':
      return value === 0 ? 'no failures' : `${String(value)} crashes per node and minute`;
    case 'load':
      return loadText(example);
    case 'loss':
      return `${Number(value) * 100} % of messages lost`;
    case 'algorithm':
    case 'quorums':
    case 'place':
      return String(value);
  }
}

/** Of the fields without an axis, those that not all values share: `policy.electionMs=[50,100]`. */
export function ownFields(value: Value, values: readonly Value[]): string[] {
  const others = values.map((each) => new Set(String(each).split('\n')));
  const lines = String(value).split('\n');
  return lines.filter((line) => !others.every((fields) => fields.has(line)));
}

/** As above, in words: `election time-outs of 50 to 100 ms`. */
export function otherInWords(value: Value, values: readonly Value[]): string[] {
  return ownFields(value, values).map(fieldInWords);
}

/** `1 client`, `10 clients`, `200/s`. */
export function loadText({ clients, ratePerS }: Configuration): string {
  if (clients !== undefined) return counted(clients, 'client');
  return ratePerS === undefined ? '' : `${ratePerS}/s`;
}

/** Paths that the axes above stand for, or that no comparison is about. */
const NAMED =
  /^(schema|driver|algorithm|nodes|quorums|options|network\.(topology|delay|loss)|policy\.thrifty|faults\.perNodeMinute|workload\.(kind|clients|ratePerS|arrivals|thinkMs))(\.|$)/;

const otherTexts = new WeakMap<object, string>();

/** All fields without an axis of their own, a line each, as text that is equal where they are. */
function otherFields({ spec }: Configuration): string {
  const known = otherTexts.get(spec);
  if (known !== undefined) return known;
  const text = [...leaves(spec, '')]
    .filter(([path]) => !NAMED.test(path))
    .map(([path, value]) => `${path}=${value}`)
    .join('\n');
  otherTexts.set(spec, text);
  return text;
}

/** Path and JSON of every leaf. */
export function* leaves(value: unknown, path: string): Generator<[path: string, json: string]> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    yield [path, JSON.stringify(value) ?? ''];
    return;
  }
  for (const [key, part] of Object.entries(value)) yield* leaves(part, path === '' ? key : `${path}.${key}`);
}
