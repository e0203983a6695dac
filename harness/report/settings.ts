/** Settings: what a panel varies beside protocol, nodes, quorums, network, load and failures, such as election time-outs. */
import { ownFields, valueOn, valuesOn } from './axes.ts';
import type { Configuration } from './configuration.ts';
import { fieldInWords } from './field-words.ts';
import { inWords } from './format.ts';

/** The configurations, each with those of its fields that the others of its panels do not all share. */
export function withSettings(configurations: readonly Configuration[]): Configuration[] {
  const panels = [...new Set(configurations.flatMap((each) => each.panels))];
  const values = new Map(
    panels.map((name) => {
      const own = configurations.filter((each) => each.panels.includes(name));
      return [name, valuesOn('other', own)];
    }),
  );
  return configurations.map((each) => ({
    ...each,
    settings: [...new Set(each.panels.flatMap((name) => ownFields(valueOn('other', each), values.get(name)!)))],
  }));
}

/** `election time-outs of 50 to 100 ms and heartbeats every 16 ms`; empty if nothing is varied. */
export function settingsText({ settings }: Configuration): string {
  return inWords(settings.map(fieldInWords));
}
