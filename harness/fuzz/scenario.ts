/** A scenario as a text file: a head of a few lines, what is expected, and the steps. What `fuzz` saves and `replay` plays. */
import { algorithmNamed } from '../../algorithms/registry.ts';
import { resolveOptions, type OptionValue } from '../trial/options.ts';
import { resolveSpec } from '../trial/resolve.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { UserError } from '../user-error.ts';
import type { ScheduleSpec } from './nemesis.ts';
import type { Script } from './shrink.ts';
import { formatStep, parseStep, type Step } from './step.ts';

const MAGIC = 'scenario 1';

export interface Scenario {
  readonly schedule: ScheduleSpec;
  readonly disk: 'instant' | 'script';
  readonly steps: readonly Step[];
  /** The invariant that the steps break in a mutant; `nothing`: the steps must pass. */
  readonly expected: string;
  /** The mutant that the steps are for: `raft/R10`. */
  readonly mutant: string | undefined;
}

export function isScenario(text: string): boolean {
  return text.startsWith(MAGIC);
}

export function formatScenario(script: Script, mutant: string | undefined): string {
  const { spec, snapshotSlots } = script.schedule;
  const { phase1, phase2 } = spec.quorums;
  const quorums = phase1.kind === 'count' && phase2.kind === 'count' ? `${phase1.q}/${phase2.q}` : '';
  const { batch, window, thrifty, leader, electionMs, heartbeatMs } = spec.policy;
  const head = [
    MAGIC,
    `# ${script.message}`,
    `algorithm ${spec.algorithm}`,
    ...(mutant === undefined ? [] : [`mutant ${mutant}`]),
    `nodes ${spec.nodes}`,
    ...optionLine(spec),
    `quorums ${quorums}`,
    `seed ${spec.seed}`,
    `policy batch=${batch} window=${window} thrifty=${thrifty} leader=${leader} election=${electionMs.join(':')} heartbeat=${heartbeatMs}`,
    `snapshots ${snapshotSlots}`,
    `disk ${script.disk}`,
    `breaks ${script.invariant}`,
  ];
  return `${[...head, '', ...script.steps.map(formatStep)].join('\n')}\n`;
}

/** The algorithm's own options, those that are not at their default. */
function optionLine({ algorithm, options }: TrialSpec): string[] {
  const defaults = algorithmNamed(algorithm)!.options;
  const given = Object.entries(options).filter(([name, value]) => value !== defaults[name]?.default);
  return given.length === 0 ? [] : [`options ${given.map(([name, value]) => `${name}=${value}`).join(' ')}`];
}

function optionsIn(line = ''): Record<string, OptionValue> {
  const options: Record<string, OptionValue> = {};
  for (const pair of line.split(' ').filter((word) => word !== '')) {
    const [name = '', value = ''] = pair.split('=');
    options[name] = value === 'true' || value === 'false' ? value === 'true' : value;
  }
  return options;
}

/** @param where the file, for sentences. @throws UserError with file and line */
export function parseScenario(text: string, where: string): Scenario {
  const head = new Map<string, string>();
  const steps: Step[] = [];
  text.split('\n').forEach((line, i) => {
    if (i === 0 || line.trim() === '' || line.startsWith('#')) return;
    const [word, ...rest] = line.split(' ');
    if (/^[a-z]/.test(word!)) {
      head.set(word!, rest.join(' '));
      return;
    }
    const step = parseStep(line);
    if (step === undefined) {
      throw new UserError(
        `${where}:${i + 1}: '${line.slice(0, 60)}' is no step; write TIME VERB NODE …, such as 12.5 timer 0 election`,
      );
    }
    steps.push(step);
  });
  const nodes = Number(head.get('nodes'));
  const stranger = steps.find(({ node }) => node >= nodes);
  if (stranger !== undefined) {
    throw new UserError(
      `${where}: '${formatStep(stranger)}' names node ${stranger.node}; with ${nodes} nodes they are 0 to ${nodes - 1}`,
    );
  }
  return {
    schedule: scheduleOf(head, where),
    disk: head.get('disk') === 'script' ? 'script' : 'instant',
    steps,
    expected: head.get('breaks') ?? 'nothing',
    mutant: head.get('mutant'),
  };
}

function scheduleOf(head: ReadonlyMap<string, string>, where: string): ScheduleSpec {
  const algorithm = algorithmNamed(head.get('algorithm') ?? '');
  if (algorithm === undefined) {
    throw new UserError(
      `${where}: algorithm is '${head.get('algorithm') ?? ''}', which is not known; see quorum-bench list algorithms`,
    );
  }
  const policy = new Map((head.get('policy') ?? '').split(' ').map((pair) => pair.split('=') as [string, string]));
  const leader = policy.get('leader') ?? 'auto';
  const [least, most] = (policy.get('election') ?? '150:300').split(':').map(Number);
  const [q1, q2] = (head.get('quorums') ?? '').split('/').map(Number);
  const spec = resolveSpec({
    algorithm: algorithm.name,
    options: resolveOptions(algorithm, optionsIn(head.get('options'))),
    nodes: Number(head.get('nodes')),
    quorums: { phase1: { kind: 'count', q: q1 }, phase2: { kind: 'count', q: q2 }, unsafe: true },
    seed: Number(head.get('seed') ?? 1),
    policy: {
      batch: Number(policy.get('batch') ?? 1),
      window: Number(policy.get('window') ?? 64),
      thrifty: policy.get('thrifty') === 'true',
      leader: leader === 'auto' ? leader : Number(leader),
      electionMs: [least, most],
      heartbeatMs: Number(policy.get('heartbeat') ?? 50),
    },
  });
  return {
    spec,
    events: 0,
    snapshotSlots: Number(head.get('snapshots') ?? 256),
    progress: false,
    quiet: false,
    core: undefined,
  };
}
