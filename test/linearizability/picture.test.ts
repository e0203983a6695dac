import { describe, expect, it } from 'vitest';
import type { History } from '../../harness/check/linearizability/history.ts';
import { checkHistory } from '../../harness/check/linearizability/linearizability.ts';
import { renderHistories } from '../../harness/check/linearizability/picture.ts';

const history: History = {
  id: 'stale <read>',
  model: 'kv',
  init: '',
  events: [
    ['a', 'invoke', 'put', 'x', 'new'],
    ['a', 'ok', 'put', 'x', 'new'],
    ['b', 'invoke', 'put', 'x', 'lost'],
    ['c', 'invoke', 'get', 'x', null],
    ['c', 'ok', 'get', 'x', ''],
  ],
};

describe('renderHistories', () => {
  const page = renderHistories([{ history, result: checkHistory(history) }]);

  it('draws a bar per operation and marks the impossible read, and only that', () => {
    expect(page.match(/<rect class="bar"/g)).toHaveLength(3);
    expect(page.match(/<g class="impossible">/g)).toHaveLength(1);
    expect(page.match(/<g class="unknown">/g)).toHaveLength(1);
    expect(page).toContain('event 4 completes read → &#34;&#34; on key &#34;x&#34; by client c');
  });

  it('is one page that loads nothing, escapes what it shows and follows the light or dark scheme', () => {
    expect(page).toContain('stale &#60;read&#62;');
    expect(page).not.toMatch(/<script|https?:|<link|url\(/);
    expect(page).toContain('prefers-color-scheme: dark');
  });
});
