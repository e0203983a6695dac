/** Still pictures follow the reader's theme. */
import { describe, expect, it } from 'vitest';
import { inBothThemes } from '../../harness/report/both-themes.ts';
import { themes } from '../../harness/report/theme.ts';

describe('A still picture', () => {
  it('turns paper, text and lines dark where pages are dark, and leaves its data alone', () => {
    const svg = '<svg width="1" viewBox="0 0 1 1"><text fill="#1b1f24">ms</text><path fill="#f2a65a"/></svg>';
    const both = inBothThemes(svg);
    expect(both.replace(/<style>.*<\/style>/, '')).toBe(svg);
    const [light, dark] = themes;
    expect(both).toContain('@media screen and (prefers-color-scheme: dark)');
    for (const role of ['background', 'text', 'faint', 'line'] as const) {
      expect(both).toContain(`[fill="${light![role]}"]{fill:${dark![role]}}`);
    }
    expect(both).not.toContain('"#f2a65a"]');
  });
});
