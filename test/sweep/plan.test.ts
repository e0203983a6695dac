/** What a sweep runs: order, exclusions, duplicates, minimal quorums, and complaints that name the place. */
import { describe, expect, it } from 'vitest';
import { planSweep, specOf } from '../../harness/sweep/plan.ts';
import { parseSweepFile } from '../../harness/sweep/sweep-file.ts';
import { sweepHash, sweepJsonSchema, sweepOf, type SweepInput } from '../../harness/sweep/sweep-spec.ts';
import { quorumsLabel } from '../../harness/trial/labels.ts';

const planOf = (input: SweepInput) => planSweep(sweepOf(input));
const specsOf = (input: SweepInput) => planOf(input).trials.map(specOf);

describe('the order of rows', () => {
  it('follows the axes, the last one fastest, with the seed inside', () => {
    const specs = specsOf({
      name: 'order',
      base: { algorithm: 'paxos' },
      axes: { nodes: [5, 3], 'network.loss': [0.1, 0] },
      seeds: [7, 2],
    });
    expect(specs.map(({ nodes, network, seed }) => [nodes, network.loss, seed])).toEqual([
      [5, 0.1, 7],
      [5, 0.1, 2],
      [5, 0, 7],
      [5, 0, 2],
      [3, 0.1, 7],
      [3, 0.1, 2],
      [3, 0, 7],
      [3, 0, 2],
    ]);
  });

  it('keeps the minimal quorums in the place of their axis, although they depend on a later one', () => {
    const specs = specsOf({
      name: 'minimal',
      base: { algorithm: 'flexible-paxos' },
      axes: { quorums: ['minimal'], nodes: [3, 4] },
      seeds: 1,
    });
    expect(specs.map((spec) => [quorumsLabel(spec), spec.nodes])).toEqual([
      ['1/3', 3],
      ['1/4', 4],
      ['majority', 3],
      ['2/3', 4],
      ['3/1', 3],
      ['3/2', 4],
      ['4/1', 4],
    ]);
  });
});

describe('minimal quorums', () => {
  it('are those of the protocol: Raft has none below a majority in elections', () => {
    const labels = (algorithm: string) =>
      specsOf({ name: 'm', base: { algorithm, nodes: 5, quorums: 'minimal' }, seeds: 1 }).map(quorumsLabel);
    expect(labels('flexible-paxos')).toEqual(['1/5', '2/4', 'majority', '4/2', '5/1']);
    expect(labels('raft')).toEqual(['majority', '4/2', '5/1']);
    expect(labels('multi-paxos')).toEqual(['majority']);
  });

  it('run once where a majority is asked for as well', () => {
    const plan = planOf({
      name: 'both',
      base: { nodes: 5 },
      axes: { algorithm: ['multi-paxos', 'raft'], quorums: ['majority', 'minimal'] },
      seeds: 1,
    });
    expect(plan.trials.map(specOf).map(quorumsLabel)).toEqual(['majority', 'majority', '4/2', '5/1']);
  });
});

describe('a trial that is in two panels', () => {
  it('runs once, and its row names both', () => {
    const plan = planOf({
      name: 'two',
      base: { algorithm: 'paxos' },
      seeds: 2,
      panels: [
        { name: 'a', axes: { nodes: [3, 5] } },
        { name: 'b', axes: { nodes: [5, 7] }, seeds: 3, intervalMs: 10 },
      ],
    });
    expect(plan.configurations.map(({ panels, trials }) => [panels.join(' '), trials.length])).toEqual([
      ['a', 2],
      ['a b', 3],
      ['b', 3],
    ]);
    expect(new Set(plan.trials.map(({ id }) => id)).size).toBe(8);
    expect(plan.configurations[1]!.intervalMs).toBe(10);
  });
});

describe('what a protocol may not run', () => {
  it('is left out with the reason, once for all seeds', () => {
    const plan = planOf({
      name: 'illegal',
      base: { nodes: 6 },
      axes: { algorithm: ['raft', 'flexible-paxos'], quorums: ['3/4', 'majority'], 'network.loss': [0, 0.1] },
    });
    expect(plan.trials).toHaveLength(6 * 3);
    expect(plan.exclusions).toMatchObject([{ algorithm: 'raft', nodes: '6', quorums: '3/4', configurations: 2 }]);
    expect(plan.exclusions[0]!.reason).toContain('not legal for raft');
  });

  it('includes values that are right by themselves but do not go together', () => {
    const plan = planOf({
      name: 'grid',
      base: { algorithm: 'flexible-paxos' },
      axes: { nodes: [5, 6], quorums: ['majority', 'grid:2x3'] },
      seeds: 1,
    });
    expect(plan.trials).toHaveLength(3);
    expect(plan.exclusions).toMatchObject([{ nodes: '5', quorums: 'grid:2x3' }]);
  });

  it('is a mistake where nothing else is asked for', () => {
    expect(() => planOf({ name: 'none', base: { algorithm: 'raft', nodes: 6, quorums: '3/4' } })).toThrow(
      /no trial that may run: .*not legal for raft/,
    );
  });
});

describe('a mistake in a sweep file', () => {
  const complaintAbout = (text: string): string => {
    try {
      const { input, locate } = parseSweepFile(text, 'my.yaml');
      planSweep(sweepOf(input), locate);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('nothing was complained about');
  };

  it.each([
    [
      'name: a\naxes:\n  nodes:\n    - 3\n    - 99\nbase: {algorithm: paxos}',
      /^my\.yaml:5: axis nodes, value 99: .*31/,
    ],
    ['name: a\nbase: {nodes: 3}\naxes:\n  algorithm: [paxos, paxoss]', /^my\.yaml:4: axis algorithm, value "paxoss": /],
    [
      'name: a\nbase: {algorithm: paxos}\naxes:\n  nodez: [3]',
      /^my\.yaml:4: axis nodez, value 3: .*did you mean nodes/,
    ],
    ['name: a\nbase:\n  algorithm: paxos\n  nodes: 0', /^my\.yaml:4: nodes is 0/],
    ['name: a\naxes:\n  nodes: []', /^my\.yaml:3: axes\.nodes is empty/],
    ['name: a\naxes:\n  nodes: 3', /^my\.yaml:3: axes\.nodes is 3; an axis is a list/],
    ['name: a\n\naxess: {}', /^my\.yaml:3: axess is no field of a sweep; did you mean axes\?/],
    ['name: a\nseeds: -1', /^my\.yaml:2: seeds is -1; /],
    ['name: ../a', /^my\.yaml:1: name is "\.\.\/a"; /],
    ['name: a\nbase: {algorithm: paxos\n', /^my\.yaml:\d: neither YAML nor JSON/],
    ['[1]', /^my\.yaml holds no sweep/],
    [
      '{"name": "a",\n "base": {"algorithm": "paxos"},\n "axes": {"network.delay": ["1ms",\n 5]}}',
      /^my\.yaml:4: axis network\.delay, value 5: /,
    ],
    [
      'name: a\nbase: {algorithm: paxos}\npanels:\n  - {name: x}\n  - name: y\n    axes:\n      network.loss: [2]',
      /^my\.yaml:7: axis network\.loss, value 2: /,
    ],
  ])('is named with file, line, value and rule: %j', (text, sentence) => {
    expect(complaintAbout(text)).toMatch(sentence);
  });

  it('in the list of seeds as an axis is sent to `seeds`', () => {
    expect(complaintAbout('name: a\nbase: {algorithm: paxos}\naxes:\n  seed: [1, 2]')).toMatch(/^my\.yaml:4: .*seeds/);
  });
});

describe('the definition of a sweep', () => {
  it('has another hash when the order of its axes is another', () => {
    const hash = (axes: Record<string, unknown[]>) => sweepHash(sweepOf({ name: 'a', axes }));
    expect(hash({ nodes: [3], seed: [1] })).not.toBe(hash({ seed: [1], nodes: [3] }));
    expect(hash({ nodes: [3] })).toBe(hash({ nodes: [3] }));
  });

  it('has a JSON Schema that knows the fields of a trial', () => {
    const schema = sweepJsonSchema() as { $defs: { trial: { properties: object } }; properties: { base: object } };
    expect(Object.keys(schema.$defs.trial.properties)).toContain('policy');
    expect(schema.properties.base).toMatchObject({ $ref: '#/$defs/trial' });
  });
});
