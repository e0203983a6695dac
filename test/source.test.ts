/** The architecture as a test of the source: which way imports point, and what must not be used where replay depends on it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
    .sort();
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
  return specifiers.map((specifier) =>
    specifier.startsWith('.') ? relative(root, resolve(root, dirname(file), specifier)) : specifier,
  );
}

/** The code without its comments, so that a comment may name what the code may not. */
function codeOf(file: string): string {
  return readFileSync(join(root, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '');
}

describe('imports', () => {
  it('of algorithms/ stay in algorithms/: no harness, no Node, no package', () => {
    const strangers = sources('algorithms').flatMap((file) =>
      importsOf(file)
        .filter((path) => !path.startsWith('algorithms/'))
        .map((path) => `${file} imports ${path}`),
    );
    expect(strangers).toEqual([]);
  });

  it('of harness/ never point up to bench/, test/ or notebooks/', () => {
    const strangers = sources('harness').flatMap((file) =>
      importsOf(file)
        .filter((path) => /^(bench|test|notebooks)\//.test(path))
        .map((path) => `${file} imports ${path}`),
    );
    expect(strangers).toEqual([]);
  });

  it('of harness/ name no algorithm but through the registry, but for the explorer, which projects their states', () => {
    const strangers = sources('harness')
      .filter((file) => !file.startsWith('harness/explore/'))
      .flatMap((file) =>
        importsOf(file)
          .filter((path) => /^algorithms\/(paxos|multi-paxos|flexible-paxos|raft)\//.test(path))
          .map((path) => `${file} imports ${path}`),
      );
    expect(strangers).toEqual([]);
  });

  it('of bench/ do not reach into test/', () => {
    const strangers = sources('bench').filter((file) => importsOf(file).some((path) => path.startsWith('test/')));
    expect(strangers).toEqual([]);
  });
});

/** What breaks replay, and what to use instead. */
const BANNED: readonly [RegExp, string][] = [
  [/\bDate\b/, 'Env.now(), or the simulator’s virtual time'],
  [/\bperformance\b/, 'Env.now(), or the simulator’s virtual time'],
  [/\bhrtime\b/, 'the simulator’s virtual time'],
  [/\bMath\.random\b/, 'Env.random(), or a named RandomStream'],
  [/\bcrypto\b/, 'a named RandomStream'],
  [/\b(setTimeout|setInterval|setImmediate|queueMicrotask)\b/, 'Env.setTimer, or the event queue'],
  [/\bprocess\./, 'options'],
  [
    /\bMath\.(pow|exp|expm1|log|log2|log10|log1p|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|cbrt|hypot)\b/,
    'sim/exact-math',
  ],
  [/\*\*/, 'a product, or pow of sim/exact-math'],
  [/\blocaleCompare\b|\bIntl\b|\btoLocale/, 'comparison by code unit'],
];

/** The analysis of quorums is arithmetic that no run depends on; it may be inexact in the last place. */
const ARITHMETIC_ONLY = /^algorithms\/quorum\//;

describe('in algorithms/ and the simulator', () => {
  const files = ['algorithms', 'harness/sim', 'harness/cluster', 'harness/workload', 'harness/faults'].flatMap(sources);

  it.each(BANNED)('%s is banned', (pattern, replacement) => {
    const inexact = pattern.source.includes('Math') && pattern.source.includes('pow');
    const offenders = files.filter((file) => !(inexact && ARITHMETIC_ONLY.test(file)) && pattern.test(codeOf(file)));
    expect(offenders, `use ${replacement}`).toEqual([]);
  });
});

describe('every folder', () => {
  it.each([
    'algorithms',
    'algorithms/quorum',
    'algorithms/paxos',
    'algorithms/multi-paxos',
    'algorithms/flexible-paxos',
    'algorithms/raft',
    'harness',
    'bench',
    'bench/micro',
  ])('%s has a README of about a screen', (folder) => {
    const lines = readFileSync(join(root, folder, 'README.md'), 'utf8').split('\n').length;
    expect(lines).toBeGreaterThan(5);
    expect(lines).toBeLessThan(folder === 'algorithms/quorum' ? 250 : 120);
  });
});
