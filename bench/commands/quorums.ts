/** `quorum-bench quorums`: analyse and compare quorum systems exactly, without running anything. */
import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { simpleFamilies } from '../../algorithms/quorum/simple-families.ts';
import { chartSpec, renderSvg } from '../../harness/quorums/chart.ts';
import { answerAll } from '../../harness/quorums/cases.ts';
import {
  compareSystems,
  comparisonJson,
  configurationOf,
  type Configuration,
} from '../../harness/quorums/comparison.ts';
import { confirm } from '../../harness/quorums/confirm.ts';
import { pricePage } from '../../harness/quorums/confirm-page.ts';
import { describeAnswer } from '../../harness/quorums/describe.ts';
import { reconfigurationJson, reconfigurationOf, reconfigurationText } from '../../harness/quorums/reconfiguration.ts';
import { parsePhases } from '../../harness/quorums/input.ts';
import { UserError } from '../../harness/user-error.ts';
import { parseData, readAtFile, readText, reasonOf } from '../read-input.ts';
import { conditionsOf, objectivesOf, placeOf, type ConditionFlags } from '../flags/quorum-conditions.ts';
import { renderConfirmation } from '../terminal/quorum-confirm-table.ts';
import { renderComparison } from '../terminal/quorum-table.ts';
import { styleOf } from '../terminal/style.ts';
import type { Terminal } from '../terminal/terminal.ts';

interface QuorumsFlags extends ConditionFlags {
  readonly input?: string;
  readonly quorums?: readonly string[];
  readonly all?: true;
  readonly reconfigure?: true;
  readonly confirm?: true;
  readonly json?: true;
  readonly chart?: string;
  readonly html?: string;
}

const EXAMPLES = `
Examples:
  $ quorum-bench quorums --nodes 6 --quorums majority --quorums 4/3 --quorums grid:2x3 --p-fail 0.01
  $ quorum-bench quorums --nodes 5 --all --topology aws5-2021 --p-fail 0.001
  $ quorum-bench quorums --nodes 6 --all --topology aws9-2020 --p-fail 0.01 --chart quorums.svg
  $ quorum-bench quorums --nodes 6 --all --topology aws9-2020 --p-fail 0.01 --confirm --html price.html
  $ quorum-bench quorums --nodes 101 --quorums majority --quorums 76/26 --response exponential:10ms
  $ quorum-bench quorums --nodes 5 --quorums 4/2 --quorums majority --reconfigure
  $ quorum-bench quorums --input system.json --json

Exit status: 0 done (an illegal system is an answer); 2 the input was wrong.`;

export function quorumsCommand(terminal: Terminal): Command {
  return new Command('quorums')
    .description('analyse and compare quorum systems, exactly and without running anything')
    .option(
      '--input <file>',
      'a system, or {"cases": [{"id", "input"}, …]}, in the JSON quorum language; - is standard input',
    )
    .option('--nodes <count>', 'number of nodes', '5')
    .option('--quorums <spec>', 'a row of the comparison; repeat it; see: quorum-bench list quorums', append)
    .option('--all', 'all systems of the simple families')
    .option('--topology <name|@file>', 'region matrix; node i in region i mod R')
    .option('--local-rtt <time>', 'round trip within a region', '0.4ms')
    .option('--leader <id>', 'the node that leads (default: the best for clients everywhere)')
    .option('--p-fail <p[:p…]>', 'probability that a node is down: one for all, or one per node')
    .option('--zone-fail <p>', 'probability that a zone of the topology is down with all its nodes')
    .option('--response <dist>', 'time of one node to answer: exponential:MEAN or uniform:A:B')
    .option('--read-fraction <share>', 'share of phase-1 operations in the load', '0')
    .option('--thrifty', 'ask only a phase-2 quorum')
    .option(
      '--objectives <names>',
      'what the Pareto front is about, such as client_ms,no_commit (default: all columns)',
    )
    .option('--reconfigure', 'may a running system go from the first --quorums to the second?')
    .option('--chart <file>', 'draw the comparison into an SVG, with its Vega-Lite specification beside it')
    .option('--confirm', 'run each row under each protocol for which it is legal: predicted beside measured')
    .option('--html <file>', 'with --confirm: write the price page, gain and price side by side, with charts')
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: QuorumsFlags) => {
      if (flags.input !== undefined) return answerFile(flags.input, flags.json === true, terminal);
      if (flags.reconfigure) return showReconfiguration(flags, terminal);
      return compare(flags, terminal);
    });
}

async function compare(flags: QuorumsFlags, terminal: Terminal): Promise<void> {
  if (flags.html !== undefined && !flags.confirm) {
    throw new UserError('--html shows predictions beside measurements; give --confirm as well');
  }
  const conditions = conditionsOf(flags);
  const configurations = configurationsOf(flags, conditions.nodes);
  const comparison = await compareSystems(configurations, conditions, objectivesOf(flags));
  const place = (node: number): string => placeOf(flags, node);
  const drawing = (): ReturnType<typeof chartSpec> => chartSpec(comparison, configurations, conditions, place);
  if (flags.chart !== undefined) await writeChart(flags.chart, drawing());
  const confirmation = flags.confirm ? confirm(configurations, comparison, conditions) : undefined;
  if (flags.html !== undefined && confirmation !== undefined) {
    const picture = await renderSvg(drawing());
    const page = { conditions: conditionsText(flags), comparison, confirmation, picture, placeOf: place };
    writeFile(flags.html, await pricePage(page));
  }
  if (flags.json) {
    const answer = { ...comparisonJson(comparison), ...(confirmation && { confirmation }) };
    terminal.out(`${JSON.stringify(answer)}\n`);
    return;
  }
  terminal.out(`${renderComparison(comparison, styleOf(terminal))}\n`);
  if (confirmation) terminal.out(`\n${renderConfirmation(confirmation, styleOf(terminal))}\n`);
}

/** In one line. */
function conditionsText({ nodes, topology, pFail, zoneFail }: QuorumsFlags): string {
  const where = topology === undefined ? '' : ` on ${topology}`;
  const down = pFail === undefined ? [] : [`a node is down with probability ${pFail}`];
  const zones = zoneFail === undefined ? [] : [`a zone with ${zoneFail}`];
  return [`${nodes} nodes${where}`, ...down, ...zones].join('; ');
}

/** FILE.svg and FILE.vl.json. */
async function writeChart(file: string, spec: ReturnType<typeof chartSpec>): Promise<void> {
  const base = file.replace(/\.svg$/, '');
  writeFile(`${base}.vl.json`, `${JSON.stringify(spec, null, 2)}\n`);
  writeFile(`${base}.svg`, await renderSvg(spec));
}

function writeFile(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError(`cannot write ${file}: ${reasonOf(error)}; name a file in a folder that exists`);
  }
}

async function answerFile(file: string, json: boolean, terminal: Terminal): Promise<void> {
  const { output, rejected } = await answerAll(readJson(file));
  if (json) terminal.out(`${JSON.stringify(output)}\n`);
  else if (rejected === undefined) terminal.out(`${describeAnswer(output)}\n`);
  if (rejected === undefined) return;
  terminal.err(`quorum-bench: ${rejected}\n`);
  terminal.status = 2;
}

/** JSON is parsed as such, for it may be large; anything else may be YAML. */
function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return parseData(text, file === '-' ? 'standard input' : file);
    throw error;
  }
}

function showReconfiguration(flags: QuorumsFlags, terminal: Terminal): void {
  const nodes = conditionsOf(flags).nodes;
  const [from, to, ...others] = configurationsOf(flags, nodes);
  if (from === undefined || to === undefined || others.length > 0) {
    throw new UserError('--reconfigure goes from one system to another; give --quorums twice, the old one first');
  }
  const result = reconfigurationOf(nodes, from, to);
  terminal.out(`${flags.json ? JSON.stringify(reconfigurationJson(result)) : reconfigurationText(result)}\n`);
}

function configurationsOf(flags: QuorumsFlags, nodes: number): Configuration[] {
  const texts = [...(flags.quorums ?? []), ...(flags.all ? simpleFamilies(nodes) : [])];
  if (texts.length === 0) throw new UserError('nothing to compare; give --quorums, such as majority or 4/2, or --all');
  return [...new Set(texts)].map((text) => {
    const data = readAtFile(text);
    return data === undefined ? configurationOf(text, nodes) : { label: text, phases: parsePhases(data, text) };
  });
}

function append(text: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), text];
}
