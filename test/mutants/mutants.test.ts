/** The catalogue of seeded bugs: its patches fit the code, and the quick ones are caught here. `mutants` runs them all. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { play } from '../../bench/commands/replay-scenario.ts';
import { playScenario } from '../../harness/fuzz/fuzz.ts';
import { parseScenario } from '../../harness/fuzz/scenario.ts';
import { mutants } from '../../harness/mutants/catalogue.ts';
import { directed } from '../../harness/mutants/directed.ts';
import { compiledFolder, loadWith } from '../../harness/mutants/load.ts';
import { applyEdit } from '../../harness/mutants/patch.ts';
import { tryMutant } from '../../harness/mutants/try-mutant.ts';

describe('a patch', () => {
  it('is refused unless its code is there exactly once; white space does not count', () => {
    const change = { file: 'x', find: 'if (a) b();', replace: 'c();' };
    expect(applyEdit('start;\nif (a)\n    b();\nend;', change)).toBe('start;\nc();\nend;');
    expect(() => applyEdit('start;', change)).toThrow('does not hold');
    expect(() => applyEdit('if(a)b();if(a)b();', change)).toThrow('more than once');
  });

  it.each(mutants)('of $algorithm/$id fits: $bug', ({ edits }) => {
    const texts = new Map<string, string>();
    for (const edit of edits) {
      const text = texts.get(edit.file) ?? readFileSync(join(compiledFolder(), `${edit.file}.js`), 'utf8');
      texts.set(edit.file, applyEdit(text, edit));
    }
    expect(texts.size).toBeGreaterThan(0);
  });

  it('leaves its algorithm one id for each bug', () => {
    const ids = mutants.map(({ algorithm, id }) => `${algorithm}/${id}`);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('a mutant', () => {
  it.each([
    ['paxos', 'P06', 'PromiseKept'],
    ['multi-paxos', 'M03', 'AppliedPrefix'],
    ['flexible-paxos', 'F01', 'ChosenBeforeLearned'],
    ['raft', 'R01', 'VoteOnce'],
    ['raft', 'D03', 'CorruptionDetected'],
  ])('%s/%s is caught by %s', async (algorithm, id, invariant) => {
    const mutant = mutants.find((found) => found.algorithm === algorithm && found.id === id)!;
    const result = await tryMutant(mutant, 3);
    expect(result.killed).toBe(3);
    expect(result.alarms).toContain(invariant);
  });

  it('that changes nothing raises no alarm', async () => {
    const { modules, remove } = await loadWith([]);
    try {
      expect(modules.fuzz.runSeeds('raft', 1, 100, 'bear').failures).toEqual([]);
    } finally {
      remove();
    }
  });
});

describe('the scenario for', () => {
  it.each(Object.entries(directed))('%s breaks the bug and not the sound code', async (key, text) => {
    const scenario = parseScenario(text, key);
    expect(scenario.mutant).toBe(key);
    expect((await play(scenario, key)).invariant).toBe(scenario.expected);
    expect(playScenario(scenario).message).toBe('');
  });
});
