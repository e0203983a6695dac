/** Still pictures for pages of either theme: drawn light, and dark where the reader's pages are. */
import { themes, type Theme } from './theme.ts';

const ROLES = ['background', 'text', 'faint', 'line'] as const satisfies readonly (keyof Theme)[];

/** @param svg as drawn in the light theme; the colours of the dark one are put in as a style. Print stays light */
export function inBothThemes(svg: string): string {
  const [light, dark] = themes as readonly [Theme, Theme];
  const rules = ROLES.flatMap((role) =>
    ['fill', 'stroke'].map((paint) => `[${paint}="${light[role]}"]{${paint}:${dark[role]}}`),
  );
  const style = `<style>@media screen and (prefers-color-scheme: dark){${rules.join('')}}</style>`;
  return svg.replace(/<svg[^>]*>/, (opening) => opening + style);
}
