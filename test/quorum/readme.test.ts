/** The tutorial of `algorithms/quorum/README.md`: its commands and questions, with the answers that it prints. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answer } from '../../harness/quorums/answer.ts';
import { differences } from './agreement.ts';
import { quorums } from './command.ts';

const file = new URL('../../algorithms/quorum/README.md', import.meta.url);
const text = readFileSync(file, 'utf8');

/** `UPDATE_README=1` writes what the commands print; the change is then reviewed as a diff. */
const update = process.env['UPDATE_README'] === '1';

const commands = [...text.matchAll(/```console\n\$ quorum-bench quorums (.*)\n([\s\S]*?)\n```/g)];
const questions = [...text.matchAll(/```json question\n([\s\S]*?)\n```\n\n```json answer\n([\s\S]*?)\n```/g)];

describe('the tutorial', () => {
  it('has commands and questions', () => {
    expect(commands.length).toBeGreaterThanOrEqual(3);
    expect(questions.length).toBeGreaterThanOrEqual(6);
  });

  it.each(commands.map(([, line, printed]) => [line!, printed!]))(
    'prints what quorums %s prints',
    async (line, printed) => {
      const { out } = await quorums(...line.split(' '));
      const expected = out.trimEnd();
      if (update) {
        writeFileSync(
          file,
          readFileSync(file, 'utf8').replace(`${line}\n${printed}`, () => `${line}\n${expected}`),
        );
      } else expect(printed).toBe(expected);
    },
  );

  it.each(questions.map(([, question, answered]) => [question!, answered!]))(
    'answers as it says: %s',
    async (question, answered) => {
      expect(differences(JSON.parse(answered), await answer(JSON.parse(question)))).toEqual([]);
    },
  );
});
