/** `quorum-bench calibrate`: measures this machine into a cost model for `--costs`. Exit status 1 if it was too busy. */
import { Command } from 'commander';
import { calibrate } from '../../harness/live/calibrate.ts';
import type { CostModel } from '../../harness/live/cost-model.ts';
import { OutputFile } from '../output-file.ts';
import { formatMs } from '../terminal/format.ts';
import type { Terminal } from '../terminal/terminal.ts';

interface CalibrateFlags {
  readonly folder: string;
  readonly out?: string;
  readonly json?: true;
}

const EXAMPLES = `
CPU costs are those of the live driver's own code, in CPU time. Take a machine that does nothing else; it takes 20 s.

Examples:
  $ quorum-bench calibrate --out costs.json
  $ quorum-bench run --algorithm raft --costs costs.json
  $ quorum-bench run --algorithm raft --costs costs.json --set costs.cpus=2      (all nodes on two CPUs)

Exit status: 0 done; 1 the machine was busy with other work; 2 the input was wrong.`;

export function calibrateCommand(terminal: Terminal): Command {
  return new Command('calibrate')
    .description('measure this machine into a cost model that the simulator takes')
    .option('--folder <dir>', 'on the disk whose flushes are measured', '.')
    .option('--out <file>', 'write the model there')
    .option('--json', 'print the model as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: CalibrateFlags) => {
      const file = flags.out === undefined ? undefined : new OutputFile(flags.out);
      const model = await calibrate({ folder: flags.folder, onStep: (text) => terminal.err(`${text} …\n`) });
      const json = `${JSON.stringify(model, undefined, 2)}\n`;
      file?.write(json);
      file?.close();
      terminal.out(flags.json ? json : textOf(model));
      if (model.voidReasons.length === 0) return;
      terminal.err(`not to be believed: ${model.voidReasons.join('; ')}\n`);
      terminal.status = 1;
    });
}

function textOf({ machine, costs, detail }: CostModel): string {
  const quantiles = (name: string) =>
    ['P50', 'P90', 'P99', 'Max'].map((q) => formatMs(detail[`${name}${q}Ms`]!)).join(', ');
  return [
    `${machine.cpus} x ${machine.cpu}, Node ${machine.node}`,
    `CPU per message in         ${formatMs(costs.cpuInMs)}, of which handling ${formatMs(detail['handlingMs']!)}`,
    `CPU per message out        ${formatMs(costs.cpuOutMs)}`,
    `CPU per command applied    ${formatMs(costs.applyMs)}`,
    `CPU per byte               ${formatMs(costs.byteMs)}`,
    `waking a thread            ${quantiles('wakeUp')} (median, p90, p99, most)`,
    `one flush                  ${quantiles('fsync')} (median, p90, p99, most)`,
    '',
  ].join('\n');
}
