/** What differed between the protocols of each panel, and why; found by comparing their specifications field by field. */
import { algorithmNamed } from '../../../algorithms/registry.ts';
import { leaves } from '../axes.ts';
import type { Configuration } from '../configuration.ts';
import { inWords } from '../format.ts';
import { protocolTitle } from '../protocols.ts';
import type { Panel, ResultSet } from '../result-set.ts';
import { paragraph, table, type Block, type Section } from './document.ts';

export function fairnessSection(set: ResultSet): Section {
  const inequalities = set.panels.flatMap(unequalFields);
  const blocks: Block[] = [
    paragraph(
      'All protocols share client, sessions, state machine, batching, window, message frames, time-outs, cost model and weather. Asking only a quorum (thrifty) is an axis of its own, never mixed up with the size of a quorum.',
    ),
    inequalities.length === 0
      ? paragraph(
          'Compared field by field: within every panel, all protocols ran under the same values of every field, but for their quorums and what is listed below.',
        )
      : table(['panel', 'field', 'protocols', 'values'], inequalities),
  ];
  const own = ownOptions(set.configurations);
  if (own.length > 0) {
    blocks.push(paragraph('What one protocol has and another has not:'));
    blocks.push(table(['protocol', 'what', 'values in use', 'meaning'], own));
  }
  const differences = algorithmsOf(set.configurations).flatMap((name) =>
    (algorithmNamed(name)?.differs ?? []).map((difference) => [protocolTitle(name), difference]),
  );
  if (differences.length > 0) blocks.push(table(['protocol', 'what it does that others do not'], differences));
  const legality = algorithmsOf(set.configurations).flatMap((name) => leaderRow(name));
  if (legality.length > 0) blocks.push(table(['protocol', 'leader'], legality));
  return { id: 'fairness', title: 'Fairness', blocks };
}

/** Fields whose values within a panel depend on the protocol; quorums depend on what each may run with. */
function unequalFields({ name, configurations }: Panel): string[][] {
  const byField = new Map<string, Map<string, Set<string>>>();
  for (const { algorithm, spec } of configurations) {
    for (const [path, value] of leaves(spec, '')) {
      if (/^(algorithm|quorums|options)(\.|$)/.test(path)) continue;
      const byAlgorithm = byField.get(path) ?? new Map<string, Set<string>>();
      byField.set(path, byAlgorithm);
      byAlgorithm.set(algorithm, (byAlgorithm.get(algorithm) ?? new Set()).add(value));
    }
  }
  return [...byField].flatMap(([path, byAlgorithm]) => {
    const byValues = new Map<string, string[]>();
    for (const [algorithm, values] of byAlgorithm) {
      const text = [...values].sort().join(', ');
      byValues.set(text, [...(byValues.get(text) ?? []), protocolTitle(algorithm)]);
    }
    if (byValues.size < 2) return [];
    return [...byValues].map(([values, titles]) => [name, path, inWords(titles), values]);
  });
}

/** Options of each protocol's own, with the values that ran. */
function ownOptions(configurations: readonly Configuration[]): string[][] {
  return algorithmsOf(configurations).flatMap((name) => {
    const about = algorithmNamed(name)?.options ?? {};
    const values = new Map<string, Set<string>>();
    for (const { algorithm, spec } of configurations) {
      if (algorithm !== name) continue;
      for (const [option, value] of Object.entries(spec.options)) {
        values.set(option, (values.get(option) ?? new Set()).add(String(value)));
      }
    }
    return [...values].map(([option, used]) => [
      protocolTitle(name),
      `options.${option}`,
      [...used].join(', '),
      about[option]?.about ?? 'not known to this version',
    ]);
  });
}

function leaderRow(name: string): string[][] {
  const algorithm = algorithmNamed(name);
  if (algorithm === undefined) return [];
  const text = algorithm.leader
    ? 'one leader serves all clients; the field policy.leader says who campaigns first'
    : 'none: every node serves its clients, and policy.leader has no effect';
  return [[algorithm.title, text]];
}

function algorithmsOf(configurations: readonly Configuration[]): string[] {
  return [...new Set(configurations.map(({ algorithm }) => algorithm))];
}
