/** All commands under one program, and what becomes of its errors: one sentence and status 2 for a user's mistake. */
import { existsSync, readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { UserError } from '../harness/user-error.ts';
import type { Terminal } from './terminal/terminal.ts';

/** The input was wrong: one sentence on stderr says what, where, and what would be right. */
const WRONG_INPUT = 2;
/** A bug of ours (EX_SOFTWARE of sysexits): with its stack, to be reported. */
const INTERNAL_ERROR = 70;

const HELP = `
Examples:
  $ quorum-bench run --algorithm raft
  $ quorum-bench run --algorithm flexible-paxos --nodes 6 --quorums 5/2 --topology aws5-2021
  $ quorum-bench list algorithms

Exit status: 0 done; 1 a check failed; 2 the input was wrong; 70 a bug of this program; 130 interrupted.`;

/** In the order of the help. Only what is asked for is loaded: all of them take a second. */
const COMMANDS: Readonly<Record<string, () => Promise<(terminal: Terminal) => Command>>> = {
  sweep: async () => (await import('./commands/sweep.ts')).sweepCommand,
  run: async () => (await import('./commands/run.ts')).runCommand,
  calibrate: async () => (await import('./commands/calibrate.ts')).calibrateCommand,
  'sim-vs-live': async () => (await import('./commands/sim-vs-live.ts')).simVsLiveCommand,
  live: async () => (await import('./commands/live.ts')).liveCommand,
  replay: async () => (await import('./commands/replay.ts')).replayCommand,
  report: async () => (await import('./commands/report.ts')).reportCommand,
  compare: async () => (await import('./commands/compare.ts')).compareCommand,
  trace: async () => (await import('./commands/trace.ts')).traceCommand,
  quorums: async () => (await import('./commands/quorums.ts')).quorumsCommand,
  recommend: async () => (await import('./commands/recommend.ts')).recommendCommand,
  reproduce: async () => (await import('./commands/reproduce.ts')).reproduceCommand,
  check: async () => (await import('./commands/check.ts')).checkCommand,
  fuzz: async () => (await import('./commands/fuzz.ts')).fuzzCommand,
  mutants: async () => (await import('./commands/mutants.ts')).mutantsCommand,
  verify: async () => (await import('./commands/verify.ts')).verifyCommand,
  explore: async () => (await import('./commands/explore.ts')).exploreCommand,
  results: async () => (await import('./commands/results.ts')).resultsCommand,
  list: async () => (await import('./commands/list.ts')).listCommand,
};

/**
 * Runs one command line.
 * @param argv the arguments, without the names of node and script
 * @returns the exit status
 */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  const root = await program(terminal, argv[0]);
  try {
    await root.parseAsync(argv, { from: 'user' });
    return terminal.status;
  } catch (error) {
    if (error instanceof UserError) return complain(terminal, error.message);
    if (error instanceof CommanderError) return ofCommander(terminal, error, helpFor(root, argv[0]));
    terminal.err(
      `quorum-bench: a bug of this program, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return INTERNAL_ERROR;
  }
}

/** @param first the first argument: with the name of a command, the program has that one alone */
async function program(terminal: Terminal, first = ''): Promise<Command> {
  const root = new Command('quorum-bench')
    .description('Compare consensus protocols and their quorums: measured, checked, reproducible.')
    .version(version())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      // Errors are printed by `main`, in one place.
      outputError: () => {},
      getOutHelpWidth: () => terminal.width,
      getErrHelpWidth: () => terminal.width,
      getOutHasColors: () => terminal.color,
      getErrHasColors: () => terminal.color,
    })
    .addHelpText('after', HELP);
  const names = first === '--version' ? [] : Object.hasOwn(COMMANDS, first) ? [first] : Object.keys(COMMANDS);
  for (const name of names) {
    const create = await COMMANDS[name]!();
    root.addCommand(create(terminal).copyInheritedSettings(root));
  }
  return root;
}

function ofCommander(terminal: Terminal, error: CommanderError, help: string): number {
  if (error.exitCode === 0) return 0;
  // `quorum-bench` alone: commander has printed the help.
  if (error.code === 'commander.help') return WRONG_INPUT;
  const sentence = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  return complain(terminal, `${sentence.replace(/[.\s]+$/, '')}; see ${help}`);
}

function helpFor(root: Command, name: string | undefined): string {
  const known = root.commands.some((command) => command.name() === name);
  return known ? `quorum-bench ${name} --help` : 'quorum-bench --help';
}

function complain(terminal: Terminal, sentence: string): number {
  terminal.err(`quorum-bench: ${sentence}\n`);
  return WRONG_INPUT;
}

function version(): string {
  // The package is one folder up from the sources, two from `dist/bench`.
  const candidates = ['../package.json', '../../package.json'].map((path) => new URL(path, import.meta.url));
  const file = candidates.find((url) => existsSync(url));
  if (file === undefined) throw new Error('package.json is missing');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
