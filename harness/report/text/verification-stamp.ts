/** What the code that ran a result set has been put through: random schedules under faults, and seeded bugs. */
import type { AlgorithmStamp, Stamp, Verification } from '../../fuzz/stamp.ts';
import { counted } from '../format.ts';
import { protocolTitle } from '../protocols.ts';
import type { ResultSet } from '../result-set.ts';
import type { Trial } from '../trials.ts';
import { paragraph, table, type Block, type Section } from './document.ts';

export function stampSection({ verification, configurations, trials }: ResultSet): Section {
  const blocks: Block[] = [paragraph(standingOf(verification))];
  const algorithms = [...new Set(configurations.map(({ algorithm }) => algorithm))];
  const stamp = verification?.stamp;
  if (stamp) blocks.push(...stampBlocks(stamp, algorithms));
  const out = trials.filter(({ verdict }) => verdict !== 'ok');
  blocks.push(
    paragraph(
      out.length === 0
        ? 'No trial of this result set is excluded: none broke a rule, and none ran under a fault that breaks an assumption of its protocol.'
        : `Excluded from all figures: ${counted(out.length, 'trial')}, ${reasonsOf(out)}.`,
    ),
  );
  return { id: 'verification-stamp', title: 'What this code has been put through', blocks };
}

function standingOf(verification: Verification | undefined): string {
  if (verification === undefined) return 'This result set carries no verification stamp.';
  const { sources_sha256: own, verified, stamp } = verification;
  switch (verified) {
    case 'same sources':
      return `Verified: the sources that ran these trials (\`${own.slice(0, 16)}\`) are the very ones that were put through the following.`;
    case 'other sources':
      return `Verified at other sources: these trials were run by \`${own.slice(0, 16)}\`, and what follows was done with \`${stamp!.sources_sha256.slice(0, 16)}\`. \`npm run verify\` repeats it with the present ones.`;
    case 'none':
      return `Not verified: nothing is known of the sources that ran these trials (\`${own.slice(0, 16)}\`). \`npm run verify\` puts them through schedules and seeded bugs.`;
  }
}

const HEAD = [
  'protocol',
  'schedules',
  'alarms',
  'bugs killed',
  'false alarms on equivalents',
  'alarms under broken assumptions',
];

function stampBlocks(stamp: Stamp, algorithms: readonly string[]): Block[] {
  const known = algorithms.filter((name) => stamp.algorithms[name] !== undefined);
  if (known.length === 0) return [];
  const entry = (name: string): AlgorithmStamp => stamp.algorithms[name]!;
  const blocks: Block[] = [
    table(
      HEAD,
      known.map((name) => {
        const of = entry(name);
        return [
          protocolTitle(name),
          of.schedules.toLocaleString('en-US'),
          String(of.alarms),
          `${of.mutants_killed} of ${of.mutants}`,
          `${of.equivalents_alarmed} of ${of.equivalents}`,
          `${of.broken_alarms} in ${counted(of.broken_schedules, 'schedule')}`,
        ];
      }),
    ),
    paragraph(
      'A schedule is some 500 events of 3 to 7 nodes under random faults, after which the cluster must become whole. Faults that break an assumption (a disk that lies, or comes back empty) run apart: there must be alarms, and such runs publish no figures. The records are in `results/fuzz` and `results/mutants`.',
    ),
    paragraph('Invariants that were on at every event:'),
    { kind: 'list', items: known.map((name) => `${protocolTitle(name)}: ${entry(name).invariants.join(', ')}.`) },
  ];
  if (stamp.partial_connectivity.length > 0) blocks.push(...connectivityBlocks(stamp, known));
  return blocks;
}

/** A row per variant, a column per case. `variant` begins with the name of its algorithm. */
function connectivityBlocks({ partial_connectivity: all }: Stamp, algorithms: readonly string[]): Block[] {
  const rows = all.filter(({ variant }) =>
    algorithms.some((name) => variant === name || variant.startsWith(`${name},`)),
  );
  const variants = [...new Set(rows.map(({ variant }) => variant))];
  const scenarios = [...new Set(rows.map(({ scenario }) => scenario))];
  return [
    paragraph(
      'Partial connectivity, from the same verification: with which quorums commits go on, within ten election time-outs, while only some links are left, and with which they stall. Five nodes (chained: three). `verification.json` has the slots committed and the changes of leader.',
    ),
    table(
      ['variant', ...scenarios],
      variants.map((variant) => [
        variant,
        ...scenarios.map((scenario) => {
          const cell = rows.filter((row) => row.variant === variant && row.scenario === scenario);
          return [quorumsThat('recovers', cell), quorumsThat('stalls', cell)].filter((text) => text !== '').join('; ');
        }),
      ]),
    ),
  ];
}

function quorumsThat(outcome: 'recovers' | 'stalls', rows: Stamp['partial_connectivity']): string {
  const quorums = rows.filter((row) => row.outcome === outcome).map((row) => row.quorums);
  return quorums.length === 0 ? '' : `${outcome}: ${quorums.join(', ')}`;
}

function reasonsOf(trials: readonly Trial[]): string {
  const counts = new Map<string, number>();
  for (const { verdict, reason } of trials) {
    const why = reason === '' ? verdict : `${verdict} (${reason})`;
    counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  return [...counts].map(([why, count]) => `${count} ${why}`).join('; ');
}
