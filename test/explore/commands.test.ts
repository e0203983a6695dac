import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { checkCommand } from '../../bench/commands/check.ts';
import { exploreCommand } from '../../bench/commands/explore.ts';
import type { Terminal } from '../../bench/terminal/terminal.ts';
import { printingTerminal } from '../support/printing-terminal.ts';

async function run(create: (terminal: Terminal) => Command, ...argv: readonly string[]) {
  const terminal = printingTerminal();
  const { printed } = terminal;
  await create(terminal).exitOverride().parseAsync(argv, { from: 'user' });
  return { ...printed, status: terminal.status };
}

const explore = (text: string) => run(exploreCommand, ...text.split(' '));

describe('quorum-bench explore', () => {
  it('says that it has seen everything, with states, depth and rate', async () => {
    const { out, status } = await explore('--model paxos-specification --nodes 4 --quorums 3/2');
    expect(out).toMatch(/^complete: .*\n20,609 distinct states, 140,473 generated, depth 21; .* states\/s\n$/);
    expect(status).toBe(0);
  });

  it('draws the shortest path to a violation, and ends with status 1', async () => {
    const { out, status } = await explore('--algorithm raft --nodes 4 --quorums 2/3 --unsafe-quorums');
    expect(out).toContain('violation after 6 steps: ElectionSafety: ');
    expect(out).toContain('3  o<--*   |   |  requestVoteReply term 1 voteGranted true, leader');
    expect(status).toBe(1);
  });

  it('says at what depth it reached a bound', async () => {
    const { out, status } = await explore('--algorithm paxos --depth 5 --json');
    expect(JSON.parse(out)).toMatchObject({
      algorithm: 'paxos',
      end: 'bound',
      bound: 'depth',
      depth: 5,
      violation: null,
    });
    expect(status).toBe(0);
  });

  it.each([
    ['--algorithm raft --nodes 4 --quorums 2/3', 'need not meet'],
    ['--algorithm paxs', "algorithm 'paxs' is not known; did you mean paxos?"],
    ['--nodes 0', '--nodes 0 is no whole number from 1 to 31'],
    ['--active 5', 'node 5 is none of 3 nodes'],
    ['--quorums most', 'quorums most'],
    [
      '--algorithm multi-paxos --lose hartbeat:learn',
      "'hartbeat' is no message of multi-paxos; did you mean heartbeat?",
    ],
    ['--algorithm raft --timers clock', "'clock' is no timer of raft; take one of election (the leader is silent"],
    ['--model paxos-specification --lose learn', "'--model <name>' cannot be used with option '--lose <type:type>'"],
    ['--model stateright-paxos --nodes 5', '--nodes means nothing to the model stateright-paxos'],
    ['--model tla', "model 'tla' is not known; take one of paxos-specification, stateright-paxos"],
  ])('refuses %s in a sentence', async (text, sentence) => {
    await expect(explore(text)).rejects.toThrow(sentence);
  });
});

describe('quorum-bench check', () => {
  const folder = mkdtempSync(join(tmpdir(), 'check-'));
  const file = join(folder, 'h.jsonl');
  const good = '{"id":"good","model":"kv","init":"","events":[[0,"invoke","get","x",null],[0,"ok","get","x",""]]}';
  const stale = good.replace('"good"', '"stale"').replace('"x",""', '"x","old"');

  it.each([
    ['all are ok', [good], 0, 1],
    ['one is illegal', [good, stale], 1, 2],
    ['one cannot be read, and judges the others', [stale, good.slice(0, 40), good], 2, 2],
  ])('prints a line a history and ends with its status when %s', async (_, lines, status, count) => {
    writeFileSync(file, `${lines.join('\n')}\n`);
    const printed = await run(checkCommand, file, '--json');
    const objects = printed.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(objects).toHaveLength(count);
    expect(objects).toContainEqual({ id: 'good', verdict: 'ok', operations: 1, prefix: null });
    if (lines.includes(stale))
      expect(objects).toContainEqual({ id: 'stale', verdict: 'illegal', operations: 1, prefix: 2 });
    expect(printed.status).toBe(status);
    expect(printed.err.split('\n').filter((line) => line.startsWith(`${file}:2: is no JSON`))).toHaveLength(
      status === 2 ? 1 : 0,
    );
  });

  it('draws what is illegal', async () => {
    writeFileSync(file, `${stale}\n`);
    const picture = join(folder, 'h.html');
    const { out } = await run(checkCommand, file, '--html', picture);
    expect(out).toContain(
      'illegal stale  1 operations; the first 2 events are illegal: event 1 completes read → "old"',
    );
    expect(readFileSync(picture, 'utf8')).toContain('class="impossible"');
  });

  it('names a file that is not there', async () => {
    await expect(run(checkCommand, join(folder, 'none'))).rejects.toThrow('cannot read');
  });
});
