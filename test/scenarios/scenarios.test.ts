/** Every scenario of this folder: the mutant that it names breaks what it says, and the sound algorithm passes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { play } from '../../bench/commands/replay-scenario.ts';
import { playSaved } from '../../harness/fuzz/fuzz.ts';
import { parseSaved } from '../../harness/fuzz/saved-schedule.ts';
import { parseScenario } from '../../harness/fuzz/scenario.ts';

const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.scenario'));

describe.each(files)('%s', (file) => {
  const saved = parseSaved(readFileSync(join(import.meta.dirname, file), 'utf8'), file);

  it('is short, goes as it says, and reads line by line', async () => {
    const { invariant = 'nothing', story } = await play(saved, file);
    expect(invariant).toBe(saved.expected);
    if (!('steps' in saved)) {
      expect(story).toContain('everything heals');
      return;
    }
    expect(saved.steps.length).toBeLessThanOrEqual(40);
    expect(story.split('\n')).toHaveLength(saved.schedule.spec.nodes + saved.steps.length);
  });

  it('breaks nothing without the bug', () => {
    expect(playSaved(saved).message).toBe('');
  });
});

it('a line that is no step is refused with file and line', () => {
  const text = 'scenario 1\nalgorithm raft\nnodes 3\nquorums 2/2\n\n0 start 0\n1 stroll 0\n';
  expect(() => parseScenario(text, 'x.scenario')).toThrow(
    "x.scenario:7: '1 stroll 0' is no step; write TIME VERB NODE …, such as 12.5 timer 0 election",
  );
});
