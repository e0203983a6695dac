/** The checks of a live run must catch what is wrong, and wait for what is only late. */
import { describe, expect, it } from 'vitest';
import { CommitChecker } from '../../harness/live/commit-checker.ts';

const put = (client: number, seq: number) => ({
  client,
  seq,
  op: { bytes: 1, kind: 'put', key: 'k', value: `${seq}` },
});

describe('the checker of a live run', () => {
  it('waits for the commit of a reply that came first', () => {
    const checker = new CommitChecker(2);
    checker.onInvoke(put(0, 1));
    checker.onReply(put(0, 1), null);
    checker.check();
    expect(() => checker.finish()).toThrow(/AckedDurable/);
    checker.onCommit(0, 1, [0, 1]);
    checker.finish();
  });

  it('refuses two logs that differ', () => {
    const checker = new CommitChecker(2);
    checker.onCommit(0, 1, [0, 1]);
    expect(() => checker.onCommit(1, 1, [0, 2])).toThrow(/Agreement/);
  });

  it('refuses a command that nobody sent, and a slot left out', () => {
    const checker = new CommitChecker(1);
    checker.onInvoke(put(0, 1));
    checker.onReply(put(0, 1), null);
    checker.onCommit(0, 1, [0, 9]);
    expect(() => checker.check()).toThrow(/Validity/);
    expect(() => checker.onCommit(0, 3, [])).toThrow(/AppliedPrefix/);
  });
});
