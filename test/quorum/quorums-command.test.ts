import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { quorums } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'quorums-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: unknown): string {
  const path = join(folder, `${Math.abs(hash(JSON.stringify(content)))}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function hash(text: string): number {
  return [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7);
}

interface Row {
  readonly quorums: string;
  readonly legal: { readonly flexible_paxos: boolean; readonly raft: boolean; readonly classic_paxos: boolean };
  readonly q1: number;
  readonly q2: number;
  readonly leader: number | null;
  readonly commit_ms: number;
  readonly no_commit: number;
  readonly no_election: number;
  readonly load: number;
  readonly messages: number;
  readonly pareto: boolean;
  readonly loss: Readonly<Record<string, number>>;
}

async function rows(line: string): Promise<Map<string, Row>> {
  const { out } = await quorums(...line.split(' '), '--json');
  const parsed = JSON.parse(out) as { rows: Row[] };
  return new Map(parsed.rows.map((row) => [row.quorums, row]));
}

const three = { nodes: ['a', 'b', 'c'], phase1: { kind: 'majority' }, phase2: { kind: 'majority' } };

describe('quorums --input', () => {
  it('prints the answer of one system', async () => {
    const { out, status } = await quorums('--input', file(three), '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ valid: true, tight: true, faultTolerance: { both: 1 } });
  });

  it('calls an illegal system an answer', async () => {
    const { out, status } = await quorums('--input', file({ ...three, phase2: { kind: 'count', q: 1 } }), '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ valid: false, counterexample: [['a', 'b'], ['c']] });
  });

  it('rejects a single bad input with its sentence and status 2', async () => {
    const { out, err, status } = await quorums('--input', file({ ...three, nodes: ['a', 'b', 'a'] }), '--json');
    const sentence = 'node a is declared twice: give each node a name of its own';
    expect(JSON.parse(out)).toEqual({ error: { message: sentence } });
    expect(err).toContain(sentence);
    expect(status).toBe(2);
  });

  it('goes on behind a bad case of a list', async () => {
    const bad = { ...three, phase1: { kind: 'expr', expr: 'a*b +' } };
    const cases = [{ id: 'bad', input: bad }, { id: 'nothing' }, { id: 'good', input: three }];
    const { out, status } = await quorums('--input', file({ cases }), '--json');
    const answers = (JSON.parse(out) as { cases: { id: string; error?: { message: string }; result?: object }[] })
      .cases;
    expect(status).toBe(0);
    expect(answers.map(({ id, error }) => [id, error === undefined])).toEqual([
      ['bad', false],
      ['nothing', false],
      ['good', true],
    ]);
    expect(answers[0]!.error!.message).toContain('  a*b +\n       ^');
  });

  it('says in a few lines what an answer means', async () => {
    const { out } = await quorums('--input', file({ ...three, nodes: ['a', 'b', 'c', 'd'] }));
    expect(out).toContain('phase2 quorums of 2 instead of 3 would be free');
  });

  it.each([
    [
      'an unknown node',
      { phase1: { kind: 'explicit', quorums: [['a', 'z']] } },
      'unknown node z in quorum 1: the nodes are a, b, c',
    ],
    [
      'a negative weight',
      { phase1: { kind: 'weighted', weights: { a: -1, b: 2 }, threshold: 1 } },
      'phase1.weights.a is -1',
    ],
    [
      'an infinite weight',
      '{"nodes":["a"],"phase1":{"kind":"weighted","weights":{"a":1e999},"threshold":1},"phase2":{"kind":"majority"}}',
      'weights.a',
    ],
    [
      'weights of too many digits',
      { phase1: { kind: 'weighted', weights: { a: 1e16, b: 1.5 }, threshold: 'majority' } },
      'need more than 15 digits',
    ],
    ['a probability beyond 1', { availability: [{ pFail: { a: 0, b: 0, c: 1.5 } }] }, 'availability[0].pFail.c is 1.5'],
    [
      'a node without probability',
      { availability: [{ pFail: { a: 0, b: 0 } }] },
      'pFail has no probability for node c',
    ],
    [
      'a matrix that is not square',
      {
        latency: {
          rtt: [
            [0, 1],
            [1, 0],
          ],
        },
      },
      'rtt has 2 rows for 3 nodes',
    ],
    [
      'a matrix with a hole',
      {
        latency: {
          rtt: [
            [0, 1, 2],
            [1, 0, null],
            [2, 1, 0],
          ],
        },
      },
      'latency.rtt[1][2] is null',
    ],
    [
      'a phase that is the dual of itself',
      { phase1: { kind: 'dual', of: 'phase2' }, phase2: { kind: 'dual', of: 'phase1' } },
      'is defined by itself',
    ],
    [
      'a ragged grid of columns',
      { phase2: { kind: 'grid', rows: [['a', 'b'], ['c']], rule: 'column' } },
      'grid rows of 2 and 1 nodes have no columns',
    ],
    [
      'a strategy that asks no quorum',
      {
        load: [
          {
            readFraction: 1,
            strategy: { phase1: [{ quorum: ['a'], weight: 1 }], phase2: [{ quorum: ['a', 'b'], weight: 1 }] },
          },
        ],
      },
      '{a} is no quorum of phase1',
    ],
    ['a field that nobody reads', { avilability: [] }, 'avilability is no field of the input'],
    ['text that is no data', 'nodes: [', 'is neither YAML nor JSON'],
  ])('refuses %s', async (_what, change, sentence) => {
    const input = typeof change === 'string' ? change : { ...three, ...change };
    const { err, status } = await quorums('--input', file(input));
    expect(err).toContain(sentence);
    expect(status).toBe(2);
  });

  it('refuses what is too irregular to be answered exactly', async () => {
    const nodes = Array.from({ length: 900 }, (_, i) => String(i));
    const rows = Array.from({ length: 30 }, (_, r) => nodes.slice(30 * r, 30 * r + 30));
    const grid = (rule: string): object => ({ kind: 'grid', rows, rule });
    const { err } = await quorums('--input', file({ nodes, phase1: grid('row'), phase2: grid('column') }));
    expect(err).toContain('900 nodes are too irregular to be analysed exactly');
  });
});

describe('quorums compared', () => {
  it('shows what half a cluster buys: one acknowledgement less with the same election quorum', async () => {
    for (const [nodes, flexible] of [
      [4, '3/2'],
      [6, '4/3'],
    ] as const) {
      const table = await rows(`--nodes ${nodes} --quorums majority --quorums ${flexible} --p-fail 0.01 --thrifty`);
      const [majority, other] = [table.get('majority')!, table.get(flexible)!];
      expect(other.q2).toBe(majority.q2 - 1);
      expect(other.no_election).toBe(majority.no_election);
      expect(other.no_commit).toBeLessThan(majority.no_commit / 10);
      expect([other.pareto, majority.pareto]).toEqual([true, false]);
      expect(other.legal).toEqual({ flexible_paxos: true, raft: true, classic_paxos: false });
    }
  });

  it('says what a row loses against the best of each column', async () => {
    const table = await rows('--nodes 5 --quorums 4/2 --quorums majority --topology aws5-2021');
    const [fast, slow] = [table.get('4/2')!, table.get('majority')!];
    expect(fast.loss['commit_ms']).toBe(0);
    expect(slow.loss['commit_ms']).toBeCloseTo(slow.commit_ms - fast.commit_ms, 9);
    expect(fast.loss['election_tolerates']).toBe(1);
  });

  it('sets illegal systems apart with two disjoint quorums', async () => {
    const { out, status } = await quorums('--nodes', '6', '--quorums', '3/3', '--quorums', 'majority');
    expect(out).toContain('refused 3/3: phase-1 quorum {0,1,2} and phase-2 quorum {3,4,5} do not meet');
    expect(status).toBe(0);
  });

  it('knows all simple families of six nodes, each legal for Flexible Paxos', async () => {
    const table = await rows('--nodes 6 --all');
    expect(table.size).toBeGreaterThan(20);
    expect([...table.values()].every((row) => row.legal.flexible_paxos)).toBe(true);
  });

  it('answers for 101 unequal nodes in about a second', async () => {
    const fails = Array.from({ length: 101 }, (_, i) => (0.001 + i * 0.0005).toFixed(4)).join(':');
    const started = performance.now();
    const table = await rows(`--nodes 101 --quorums majority --quorums 76/26 --p-fail ${fails}`);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(table.get('76/26')!.load).toBeCloseTo(26 / 101, 12);
    // down[k] = probability that k nodes are down, node by node.
    let down = [1];
    for (const p of fails.split(':').map(Number)) {
      down = Array.from({ length: down.length + 1 }, (_, k) => (down[k] ?? 0) * (1 - p) + (down[k - 1] ?? 0) * p);
    }
    const moreDownThan = (most: number): number => down.slice(most + 1).reduceRight((sum, chance) => sum + chance, 0);
    expect(table.get('76/26')!.no_election / moreDownThan(25)).toBeCloseTo(1, 9);
    expect(table.get('76/26')!.no_commit / moreDownThan(75)).toBeCloseTo(1, 9);
    expect(table.get('majority')!.no_commit / moreDownThan(50)).toBeCloseTo(1, 9);
  });

  it.each([
    ['--nodes 6 --quorums 4/3 --p-fail 1.01', '--p-fail 1.01: give a number between 0 and 1'],
    ['--nodes 6 --quorums 4/3 --p-fail 0.1:0.2', '--p-fail gives 2 probabilities for 6 nodes'],
    ['--nodes 6 --quorums grid:2x2', 'quorums grid:2x2 have 4 nodes: make it the 6 nodes there are'],
    ['--nodes 6', 'nothing to compare; give --quorums, such as majority or 4/2, or --all'],
    ['--nodes six --all', '--nodes six: give a whole number from 1 to 1000'],
    ['--quorums 4/2 --topology mars', 'no topology mars; take one of aws5-2017'],
    ['--quorums 4/2 --zone-fail 0.1', '--zone-fail needs zones; give a --topology'],
    ['--quorums 4/2 --objectives speed', '--objectives: no column speed; take some of commit_ms'],
    ['--quorums 4/2 --objectives no_commit', '--objectives: no row has no_commit; give --p-fail'],
    ['--quorums 4/2 --response normal:1ms:1ms', 'only exponential:MEAN and uniform:A:B have exact answers'],
    ['--quorums 4/2 --reconfigure', 'give --quorums twice, the old one first'],
  ])('refuses %s', async (line, sentence) => {
    const { err, status } = await quorums(...line.split(' '));
    expect(err).toContain(sentence);
    expect(status).toBe(2);
  });
});

describe('quorums --chart', () => {
  it('draws the front, the leaders and all counting systems, with the specification beside it', async () => {
    const svg = join(folder, 'chart.svg');
    const line = '--nodes 4 --quorums majority --quorums 3/2 --topology aws5-2021 --p-fail 0.01 --chart';
    expect((await quorums(...line.split(' '), svg)).status).toBe(0);
    const drawn = readFileSync(svg, 'utf8');
    expect(drawn).toMatch(/^<svg/);
    for (const text of ['3/2', 'majority', 'Where to put the leader', 'q1, to elect']) expect(drawn).toContain(text);
    const spec = JSON.parse(readFileSync(join(folder, 'chart.vl.json'), 'utf8')) as { concat: unknown[] };
    expect(spec.concat).toHaveLength(4);
  });

  it('refuses a folder that is not there', async () => {
    const { err, status } = await quorums('--quorums', '4/2', '--chart', join(folder, 'nowhere', 'chart.svg'));
    expect(err).toContain('name a file in a folder that exists');
    expect(status).toBe(2);
  });
});

describe('quorums --reconfigure', () => {
  it('goes from 4/2 to a majority through a step that keeps the old elections', async () => {
    const { out } = await quorums(...'--nodes 5 --quorums 4/2 --quorums majority --reconfigure --json'.split(' '));
    const answer = JSON.parse(out) as Record<
      'flexible_paxos' | 'raft',
      { direct: boolean; steps: { phase1: string; phase2: string }[] }
    >;
    expect(answer.raft.direct).toBe(false);
    expect(answer.raft.steps.map(({ phase1, phase2 }) => `${phase1}, ${phase2}`)).toEqual([
      '4 of 5, 2 of 5',
      '4 of 5, majority',
      'majority, majority',
    ]);
  });

  it('goes directly where every new quorum meets every old one', async () => {
    const { out } = await quorums(...'--nodes 5 --quorums majority --quorums 4/3 --reconfigure'.split(' '));
    expect(out).toContain('Raft: safe directly');
  });
});
