import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine, quorumBench } from './command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'quorum-bench-'));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function refused(...argv: string[]): Promise<string> {
  const { status, out, err } = await quorumBench(...argv);
  expect(out).toBe('');
  expect(status).toBe(2);
  expect(err, 'one line on stderr').toMatch(/^quorum-bench: .+\n$/);
  expect(err, 'no stack trace').not.toMatch(/\.ts|\.js:|Error/);
  return err;
}

const PAUSES = '- {kind: pause, node: 1, atMs: 1, forMs: 5}\n- kind: pause\n  node: 7\n  atMs: 1\n  forMs: 5\n';

describe('a mistake in a file is told with its line', () => {
  it.each<[string, string[], string, string]>([
    ['a plan', ['--faults', '@'], PAUSES, ':2: faults.plan[1] names node 7; with 5 nodes they are 0 to 4'],
    [
      'a spec',
      ['--spec', ''],
      `faults:\n  plan:\n${PAUSES.replace(/^/gm, '  ').trimEnd()}\n`,
      ':4: faults.plan[1] names node 7',
    ],
    [
      'a spec that a flag changes',
      ['--nodes', '8', '--spec', ''],
      'seed: 1\nnodes: 3\nkeys: 2',
      ':3: keys is no field',
    ],
    [
      'a plan',
      ['--faults', '@'],
      '- {kind: flap, node: 1, atMs: 0,\n   periodMs: 1e-9}',
      ':2: faults.plan[0].periodMs',
    ],
  ])('of %s', async (_, flags, text, sentence) => {
    const path = file('mistake.yaml', text);
    const last = `${flags.at(-1)}${path}`;
    expect(await refused('run', '--algorithm', 'raft', ...flags.slice(0, -1), last)).toContain(`${path}${sentence}`);
  });

  it('unless a flag, and no file, says it', async () => {
    const path = file('mistake.yaml', 'nodes: 3');
    expect(await refused('run', '--algorithm', 'raft', '--spec', path, '--nodes', '99')).toMatch(/: nodes is 99;/);
  });
});

describe('wrong input gets one sentence and status 2', () => {
  it.each<[string, RegExp]>([
    ['run', /no algorithm; name one with --algorithm/],
    ['run --algorithm zab', /algorithm is "zab", which is not known; take one of paxos, multi-paxos/],
    ['run --algorithm raft --nodes 0', /nodes is 0; take 1 to 31 nodes/],
    ['run --algorithm raft --nodes 32', /nodes is 32; take 1 to 31 nodes/],
    ['run --algorithm raft --nodes five', /--nodes: 'five' is no number/],
    ['run --algorithm raft --nodes 6 --quorums 3/4', /\{0,1,2\} and \{3,4,5\}/],
    ['run --algorithm raft --latency 10', /--latency: '10' has no unit/],
    ['run --algorithm raft --latency 1e400ms', /--latency: '1e400ms' is beyond all numbers/],
    ['run --algorithm raft --set workload.clients=1e400', /workload.clients is Infinity; give a number/],
    ['run --algorithm raft --rate 500', /--rate: '500' has no unit/],
    ['run --algorithm raft --payload 64', /--payload: '64' has no unit/],
    ['run --algorithm raft --links udp', /--links: 'udp' is not known; take one of fifo, datagram/],
    ['run --algorithm raft --thrifty maybe', /--thrifty: 'maybe' is not known; take one of true, false/],
    ['run --algorithm raft --nodes 3,5', /--nodes has 2 values \(3, 5\); one trial takes one, sweep takes lists/],
    ['run --algorithm raft --nodes 3 --nodes 5', /--nodes has 2 values/],
    ['run --algorithm raft --clients 5 --rate 5/s', /--clients and --rate exclude each other; leave out one/],
    ['run --algorithm raft --latency 1ms --topology aws5-2021', /--latency and --topology exclude each other/],
    ['run --algorithm raft --ops 5 --duration 1s', /--duration and --ops exclude each other/],
    [
      'run --algorithm raft --ndoes 5',
      /unknown option '--ndoes' \(Did you mean --nodes\?\); see quorum-bench run --help/,
    ],
    ['run --algorithm raft --nodes', /argument missing/],
    ['run --algorithm raft --set nodes', /--set: 'nodes' is no assignment; write path=value/],
    ['run --algorithm raft --set network.los=1', /network.los is no field of network; did you mean loss\?/],
    ['run --algorithm raft --set __proto__.x=1', /__proto__ is no field of a trial/],
    ['run --algorithm raft --set nodes={', /--set nodes: the value is neither YAML nor JSON/],
    ['run --algorithm raft --faults plan.json', /--faults: 'plan.json' is no file; write @ before its name/],
    ['run --algorithm raft --faults @nowhere.json', /cannot read nowhere.json: no such file or directory/],
    ['run --spec nowhere.yaml', /cannot read nowhere.yaml: no such file or directory/],
    ['run --algorithm raft --trace /no/such/folder/x', /cannot write \/no\/such\/folder\/x/],
    ['run --algorithm raft extra', /too many arguments/],
    ['rum', /unknown command 'rum' \(Did you mean run\?\)/],
    ['list algoritms', /did you mean algorithms\?/],
    ['list everything', /take one of algorithms, quorums, topologies, faults, experiments/],
    ['replay nowhere', /nowhere does not exist/],
  ])('%s', async (line, sentence) => {
    expect(await refused(...line.split(' '))).toMatch(sentence);
  });

  it('a spec with an unknown key', async () => {
    const path = file('unknown.yaml', 'algorithm: raft\nnetwork:\n  lost: 0.1\n');
    expect(await refused('run', '--spec', path)).toMatch(/network.lost is no field of network; did you mean loss\?/);
  });

  it('a spec that is no object, or no YAML', async () => {
    expect(await refused('run', '--spec', file('list.yaml', '- 1\n'))).toMatch(/holds no spec; write an object there/);
    expect(await refused('run', '--spec', file('torn.yaml', 'a: [1'))).toMatch(/neither YAML nor JSON: .* at line 1/);
  });

  it('a topology file with a hole', async () => {
    const hole = file('hole.json', '{"id": "hole", "nodes": ["a", "b"], "rttMs": [[0, 1], [null, 0]]}');
    expect(await refused('run', '--algorithm', 'raft', '--topology', `@${hole}`)).toMatch(
      /network.topology.rttMs\[1\]\[0\] is null; give a number/,
    );
    const short = file('short.json', '{"id": "short", "nodes": ["a", "b"], "rttMs": [[0, 1], [1]]}');
    expect(await refused('run', '--algorithm', 'raft', '--topology', `@${short}`)).toMatch(
      /rttMs\[1\] \(b\) has 1 entries for 2 regions; give the round-trip time/,
    );
  });

  it('a quorum file that is none', async () => {
    const path = file('quorums.json', '{"phase1": {"kind": "majority"}}');
    expect(await refused('run', '--algorithm', 'raft', '--quorums', `@${path}`)).toMatch(
      /describes no quorums; write \{"phase1": SPEC/,
    );
  });

  it('a row that is not there, or was changed', async () => {
    expect(await refused('replay', folder)).toMatch(/is a result set; add the trial_id/);
    expect(await refused('replay', folder, 'x')).toMatch(/has no trials.csv/);
    file('trials.csv', 'trial_id,spec,trace_hash\nabc,"{""algorithm"":""raft""}",1\n');
    expect(await refused('replay', folder, 'x')).toMatch(/no row of .* has the trial_id x; take one of its 1 rows/);
    expect(await refused('replay', folder, 'abc')).toMatch(
      /is that of trial [0-9a-f]{16}; take the row as it was written/,
    );
  });
});

describe('the program alone', () => {
  it('shows its help, and that a command was missing', async () => {
    const { status, err } = await commandLine('');
    expect(status).toBe(2);
    expect(err).toMatch(/Usage: quorum-bench/);
  });

  it.each(['--help', 'run --help', 'replay --help', 'list --help', 'check --help'])(
    '%s shows examples',
    async (line) => {
      const { status, out } = await commandLine(line);
      expect(status).toBe(0);
      expect(out).toMatch(/Examples:\n {2}\$ quorum-bench /);
    },
  );

  it('knows its version', async () => {
    expect(await commandLine('--version')).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    });
  });
});
