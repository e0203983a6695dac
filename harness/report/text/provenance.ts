/** What was left out, what was checked, and where the figures come from, so that a sceptic can make them again. */
import { WAY_OUT } from '../belonging.ts';
import { counted } from '../format.ts';
import { protocolTitle } from '../protocols.ts';
import type { LeftOut } from '../charts/chart.ts';
import type { ResultSet } from '../result-set.ts';
import { paragraph, table, type Block, type Section } from './document.ts';

export function exclusionsSection({ exclusions, notes }: ResultSet, leftOut: readonly LeftOut[]): Section {
  const blocks: Block[] = [];
  if (exclusions.length === 0) blocks.push(paragraph('No configuration of the sweep was left out.'));
  else {
    const rows = exclusions.map((row) => [
      row['panel'] ?? '',
      protocolTitle(row['algorithm'] ?? ''),
      row['nodes'] ?? '',
      row['quorums'] ?? '',
      row['configurations'] ?? '',
      row['reason'] ?? '',
    ]);
    blocks.push(paragraph('Configurations of the sweep that a protocol may not run, or that make no sense:'));
    blocks.push(table(['panel', 'protocol', 'nodes', 'quorums', 'configurations', 'reason'], rows));
  }
  if (leftOut.length > 0) {
    blocks.push(paragraph('Charts for which this result set lacks something:'));
    blocks.push({ kind: 'list', items: leftOut.map(({ title, reason }) => `${title}: ${reason}.`) });
  }
  if (notes.length > 0) {
    blocks.push(paragraph('What could not be read or does not fit together:'));
    blocks.push({ kind: 'list', items: [...new Set(notes)].map((note) => `${note}.`) });
    blocks.push(paragraph(WAY_OUT));
  }
  return { id: 'exclusions', title: 'Left out', blocks };
}

export function verificationSection({ trials, configurations }: ResultSet): Section {
  const counts = new Map<string, number>();
  for (const { verdict } of trials) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const stamp = [...counts].map(([verdict, count]) => `${counted(count, 'trial')} ${verdict}`).join(', ');
  const blocks: Block[] = [
    paragraph(
      `${stamp === '' ? 'No trials were read' : stamp}. In every trial agreement and the protocol’s invariants were checked at each event, and the clients’ history against the order of commits. A trial that failed a check has no figures, nor has its configuration.`,
    ),
  ];
  const failed = configurations.filter(({ verdict }) => verdict !== 'ok');
  if (failed.length > 0) {
    const rows = failed.map((each) => [
      protocolTitle(each.algorithm),
      String(each.nodes),
      each.quorums,
      each.place,
      each.verdict,
      each.reason,
      each.trialIds.join(' '),
    ]);
    blocks.push(table(['protocol', 'nodes', 'quorums', 'network', 'verdict', 'reason', 'trials'], rows));
  }
  return { id: 'verification', title: 'Verification', blocks };
}

export function reproduceSection({ configurations }: ResultSet): Section {
  const example = configurations.find(({ trialIds }) => trialIds.length > 0)?.trialIds[0] ?? 'TRIAL_ID';
  return {
    id: 'reproduce',
    title: 'To reproduce',
    blocks: [
      paragraph(
        'Any row, down to every message: each configuration in the table above lists its trials. In the folder of this report:',
      ),
      { kind: 'code', text: `quorum-bench replay . ${example}\nquorum-bench replay . ${example} --trace trace.jsonl` },
      paragraph('The whole result set, and this report of it:'),
      { kind: 'code', text: 'quorum-bench sweep manifest.json --out again\nquorum-bench report again' },
      paragraph(
        'Every chart is a file in `charts/`, its Vega-Lite specification with the data beside it, to be restyled; `trials.csv` holds every input and output of every trial.',
      ),
    ],
  };
}

export function provenanceSection({ manifest, run }: ResultSet): Section {
  const { version, sources_hash, sweep_hash, trials, configurations, schema } = manifest;
  const blocks: Block[] = [
    table(
      ['what', 'value'],
      [
        ['version of quorum-bench', version],
        ['hash of the sources that run a trial', sources_hash],
        ['hash of the sweep', sweep_hash],
        ['trials', `${trials.finished} of ${trials.planned}`],
        ['configurations', String(configurations)],
        ['schema', String(schema)],
      ],
    ),
  ];
  if (run !== '') {
    blocks.push(
      paragraph('Particular to this run, and all that differs between two runs of the same sweep (`run.json`):'),
    );
    blocks.push({ kind: 'run', text: run });
  }
  return { id: 'provenance', title: 'Provenance', blocks };
}
