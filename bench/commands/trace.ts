/** `quorum-bench trace`: the space-time diagram of one operation of a trial, which is run again. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { tracePath } from '../../harness/report/traces.ts';
import { bySpeed, latencyNs } from '../../harness/spacetime/choose.ts';
import { diagramSvg } from '../../harness/spacetime/svg.ts';
import { diagramText } from '../../harness/spacetime/text.ts';
import { traceRequest, type TracedRequest } from '../../harness/spacetime/trace-request.ts';
import { nsText } from '../../harness/spacetime/words.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { UserError } from '../../harness/user-error.ts';
import { OutputFile } from '../output-file.ts';
import { reasonOf } from '../read-input.ts';
import { recordedTrial } from '../recorded-trial.ts';
import { styleOf, type Style } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';

interface TraceFlags {
  readonly request: string;
  readonly svg?: string;
  readonly keep?: true;
  readonly list?: true;
  readonly json?: true;
}

const NS_PER_MS = 1_000_000;
const LISTED = 20;

const EXAMPLES = `
Lanes are the client and the nodes; o is where something happens, * whence a message came. The parts add up to the latency.

Examples:
  $ quorum-bench trace results/default 0a1b2c3d4e5f6071
  $ quorum-bench trace results/default 0a1b2c3d4e5f6071 --request max --svg slowest.svg
  $ quorum-bench trace results/local/default 0a1b2c3d4e5f6071 --keep && quorum-bench report results/local/default
  $ quorum-bench run --algorithm raft --json > saved.json && quorum-bench trace saved.json --request p50

The trace of a whole run: quorum-bench replay DIR TRIAL_ID --trace FILE --shiviz FILE --chrome FILE

Exit status: 0 done; 1 the replay has another trace hash; 2 the input was wrong.`;

export function traceCommand(terminal: Terminal): Command {
  return new Command('trace')
    .description('draw what happened to one operation of a trial: messages, timers, disk writes, faults')
    .argument('<source>', 'folder of a result set, or a file with a saved spec or outcome')
    .argument('[trial-id]', 'the trial_id of a row, in a result set')
    .option('--request <which>', 'p99.9, max, or CLIENT:SEQ', 'p99.9')
    .option('--svg <file>', 'write the diagram as SVG')
    .option('--keep', 'write it as SVG into traces/ of the result set, where its next report shows it')
    .option('--list', `list the ${LISTED} slowest operations instead`)
    .option('--json', 'print {latency_ms, parts, straggler, messages, …} as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action((source: string, id: string | undefined, flags: TraceFlags) => {
      const recorded = recordedTrial(source, id);
      const traced = traceRequest(resolveSpec(recorded.spec), flags.request);
      const style = styleOf(terminal);
      for (const path of [flags.svg, flags.keep && keptPath(source, id, flags.request)]) {
        if (path === undefined) continue;
        const file = new OutputFile(path);
        file.write(diagramSvg(traced.diagram));
        file.close();
      }
      if (flags.list) terminal.out(`${listText(traced, style)}\n`);
      else terminal.out(flags.json ? jsonOf(traced) : `${textOf(traced, style)}\n`);
      const { traceHash } = traced.diagram;
      if (recorded.traceHash === undefined || recorded.traceHash === traceHash) return;
      terminal.err(
        `quorum-bench: the trace hash is ${traceHash}, in ${recorded.where} it is ${recorded.traceHash}: this version runs another trial\n`,
      );
      terminal.status = 1;
    });
}

/** @throws UserError where there is no result set to keep it in */
function keptPath(source: string, id: string | undefined, request: string): string {
  if (id === undefined) {
    throw new UserError('--keep needs a folder of a result set and a trial_id; write a file with --svg FILE');
  }
  const path = join(source, tracePath(id, request));
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw new UserError(`cannot make ${dirname(path)}: ${reasonOf(error)}; write a file elsewhere with --svg FILE`);
  }
  return path;
}

function textOf({ diagram }: TracedRequest, style: Style): string {
  const { title, subtitle, parts, straggler, otherMessages, startNs, endNs } = diagram;
  const shown = parts.filter(({ fromNs, toNs }) => toNs > fromNs);
  const rows = shown.map(({ name, fromNs, toNs, about }) => {
    const share = endNs === startNs ? 0 : (100 * (toNs - fromNs)) / (endNs - startNs);
    return [name, nsText(toNs - fromNs), `${share.toFixed(1)} %`, about];
  });
  return [
    style.bold(title),
    subtitle,
    '',
    renderTable(['part', 'time', 'share', ''], rows, style, [1, 2]),
    ...(straggler === undefined ? [] : [`the last answer that it waited for was that of node ${straggler}`]),
    '',
    diagramText(diagram, style.bold),
    '',
    style.dim(`${otherMessages} messages of other operations are not drawn`),
  ].join('\n');
}

function jsonOf({ diagram, outcome }: TracedRequest): string {
  const { command, startNs, endNs, parts, straggler, answeredBy, messages, writes, marks, downtimes, otherMessages } =
    diagram;
  const ms = (ns: number | undefined) => (ns === undefined ? null : ns / NS_PER_MS);
  return `${JSON.stringify({
    schema: 1,
    trial_id: outcome.trial_id,
    trace_hash: diagram.traceHash,
    client: command.client,
    seq: command.seq,
    operation: command.op,
    sent_ms: ms(startNs),
    latency_ms: ms(endNs - startNs),
    latency_ns: endNs - startNs,
    parts: parts.map(({ name, fromNs, toNs }) => ({ name, ns: toNs - fromNs })),
    straggler: straggler ?? null,
    answered_by: answeredBy ?? null,
    messages: messages.map(({ from, to, sentNs, arrivedNs, text, critical, lost }) => {
      return { from, to, sent_ms: ms(sentNs), arrived_ms: ms(arrivedNs), text, critical, lost };
    }),
    writes: writes.map(({ node, fromNs, toNs, text }) => ({
      node,
      written_ms: ms(fromNs),
      durable_ms: ms(toNs),
      text,
    })),
    marks: marks.map(({ lane, atNs, kind, text }) => ({ lane: lane ?? null, t_ms: ms(atNs), kind, text })),
    downtimes: downtimes.map(({ node, fromNs, toNs }) => ({ node, from_ms: ms(fromNs), to_ms: ms(toNs) })),
    other_messages: otherMessages,
  })}\n`;
}

function listText({ operations }: TracedRequest, style: Style): string {
  const slowest = bySpeed(operations).reverse().slice(0, LISTED);
  const rows = slowest.map((each) => [
    `${each.command.client}:${each.command.seq}`,
    nsText(latencyNs(each)),
    `${(each.invokedNs / NS_PER_MS).toFixed(3)} ms`,
    each.answer === undefined ? 'never ended' : `node ${each.answer.node}`,
  ]);
  return renderTable(['--request', 'latency', 'sent at', 'answered by'], rows, style, [1, 2]);
}
