/** From what a user gives to a complete and checked spec: shape, defaults, and the rules that join several fields. */
import type { Algorithm } from '../../algorithms/contract.ts';
import { algorithmNamed, algorithms } from '../../algorithms/registry.ts';
import { topologies, topologyNamed, topologyProblem } from '../sim/topology.ts';
import { UserError } from '../user-error.ts';
import { closestTo } from './did-you-mean.ts';
import { planProblem } from './fault-plan.ts';
import { checkLive, withLiveDefaults } from './live-spec.ts';
import { resolveOptions } from './options.ts';
import { checkQuorums, readQuorums } from './quorums.ts';
import { specSentence } from './spec-error.ts';
import { DEFAULT_DELAY, trialSchema, type TrialSpec } from './spec.ts';

export { quorumSystemOf } from './quorums.ts';

/**
 * Fills in the defaults and checks all that can be checked before a run. Quorums may be given as on the command line
 * (`quorums: 4/2`, or `quorums: {shorthand: 4/2}`), and so may every distribution (`normal:1ms:0.1ms`).
 * @throws UserError with one sentence: path, value, rule, remedy
 */
export function resolveSpec(input: unknown): TrialSpec {
  const spec = parseShape(input);
  const algorithm = findAlgorithm(spec.algorithm);
  const resolved = {
    ...spec,
    options: resolveOptions(algorithm, spec.options),
    network: resolveNetwork(spec.network),
  };
  checkNodes(resolved);
  checkTimes(resolved, algorithm);
  checkCpus(resolved);
  checkStart(resolved, algorithm);
  checkAnswers(resolved);
  checkFaultTimes(resolved);
  checkQuorums(resolved, algorithm);
  checkLive(resolved);
  return resolved;
}

function parseShape(input: unknown): TrialSpec {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new UserError(
      `a spec is ${input === null ? 'empty' : `a ${Array.isArray(input) ? 'list' : typeof input}`}; give an object such as {"algorithm": "raft"}`,
    );
  }
  const given = readQuorums(withLiveDefaults(input));
  const result = trialSchema.safeParse(given);
  if (!result.success) throw new UserError(specSentence(result.error.issues, given));
  return result.data;
}

function findAlgorithm(name: string): Algorithm {
  const found = algorithmNamed(name);
  if (found !== undefined) return found;
  const names = algorithms.map((algorithm) => algorithm.name);
  throw new UserError(`algorithm is "${name}", which is not known; ${remedyOf(name, names)}`);
}

function remedyOf(name: string, names: readonly string[]): string {
  const closest = closestTo(name, names);
  return closest === undefined ? `take one of ${names.join(', ')}` : `did you mean ${closest}?`;
}

function resolveNetwork(network: TrialSpec['network']): TrialSpec['network'] {
  const { topology, delay } = network;
  if (topology !== undefined && delay !== undefined) {
    throw new UserError(
      'network has both a topology and a delay; the delays come from one of them, so leave out the other',
    );
  }
  if (typeof topology === 'string' && topologyNamed(topology) === undefined) {
    const names = topologies.map(({ id }) => id);
    throw new UserError(
      `network.topology is "${topology}", which is not known; ${remedyOf(topology, names)}, or give a file as @FILE`,
    );
  }
  if (typeof topology === 'object') {
    const problem = topologyProblem(topology);
    if (problem !== undefined) throw new UserError(`network.topology "${topology.id}": ${problem}`);
  }
  if (network.reorder > 0 && network.fifo) {
    throw new UserError(
      `network.reorder is ${network.reorder}, but the links keep order; set network.fifo to false (--links datagram)`,
    );
  }
  return topology === undefined && delay === undefined ? { ...network, delay: { ...DEFAULT_DELAY } } : network;
}

function checkNodes({ nodes, workload, policy, faults }: TrialSpec): void {
  const check = (path: string, node: number) => {
    if (node >= nodes)
      throw new UserError(`${path} names node ${node}; with ${nodes} nodes they are 0 to ${nodes - 1}`);
  };
  if (typeof workload.at === 'object') workload.at.forEach((node, i) => check(`workload.at[${i}]`, node));
  if (policy.leader !== 'auto') check('policy.leader', policy.leader);
  const problem = planProblem(faults.plan, nodes);
  if (problem !== undefined) throw new UserError(`faults.plan[${problem[0]}]${problem[1]}`);
}

/** Clients that live with whoever leads have no node of their own to answer them. */
function checkAnswers({ workload }: TrialSpec): void {
  if (workload.answeredBy !== 'home' || workload.at !== 'leader') return;
  throw new UserError(
    'workload.answeredBy is "home", but clients with workload.at "leader" have no node of their own; name the nodes that they live at, or leave answeredBy out',
  );
}

function checkStart({ nodes, policy, phases, start }: TrialSpec, algorithm: Algorithm): void {
  if (start?.cold === true && phases.warmupMs > 0) {
    throw new UserError(
      `start.cold begins the window with the nodes, but phases.warmupMs is ${phases.warmupMs}; set it to 0, or leave out start.cold`,
    );
  }
  const entries = start?.entries;
  if (entries === undefined) return;
  if (algorithm.acceptedBefore === undefined) {
    const able = algorithms.filter((each) => each.acceptedBefore !== undefined).map(({ name }) => name);
    throw new UserError(
      `start.entries are given, but ${algorithm.name} does not begin with logs; leave them out, or take ${able.join(', ')}`,
    );
  }
  if (entries.length !== nodes) {
    throw new UserError(`start.entries has ${entries.length} entries for ${nodes} nodes; give one per node`);
  }
  if (policy.leader !== 'auto') {
    throw new UserError(
      `policy.leader is ${policy.leader}, who campaigns when nodes start for the first time; with start.entries they have run before, so leave one of them out`,
    );
  }
}

function checkCpus({ nodes, costs, faults }: TrialSpec): void {
  const { cpus, cpuFactors } = costs;
  if (cpuFactors !== undefined && cpuFactors.length !== nodes) {
    throw new UserError(`costs.cpuFactors has ${cpuFactors.length} entries for ${nodes} nodes; give one for each node`);
  }
  if (cpus === undefined) return;
  if (cpus >= nodes) {
    throw new UserError(`costs.cpus is ${cpus} for ${nodes} nodes; take fewer than nodes, or leave it out: one each`);
  }
  const paused = faults.plan.findIndex(({ kind }) => kind === 'pause');
  if (paused < 0) return;
  throw new UserError(
    `faults.plan[${paused}] pauses a node, but with costs.cpus it shares a CPU that would stand still for others too; take another fault, or leave out costs.cpus`,
  );
}

function checkTimes({ policy }: TrialSpec, algorithm: Algorithm): void {
  const [shortest, longest] = policy.electionMs;
  if (shortest > longest) {
    throw new UserError(
      `policy.electionMs is [${shortest}, ${longest}]; it goes from the shortest time-out to the longest, so swap them`,
    );
  }
  if (algorithm.leader && policy.heartbeatMs >= shortest) {
    throw new UserError(
      `policy.heartbeatMs is ${policy.heartbeatMs}, but followers campaign after ${shortest} ms of silence (policy.electionMs); make the heartbeat shorter, a half or a third of it`,
    );
  }
}

/** Where the length of the window is known, a fault that would never strike is a mistake. */
function checkFaultTimes({ faults, phases }: TrialSpec): void {
  const { durationMs } = phases;
  if (durationMs === null) return;
  const check = (path: string, atMs: number) => {
    if (atMs < durationMs) return;
    throw new UserError(
      `${path} is ${atMs} ms, but the window lasts ${durationMs} ms and the fault would never strike; let it strike earlier, or measure longer`,
    );
  };
  faults.crashLeaderAtMs.forEach((atMs, i) => check(`faults.crashLeaderAtMs[${i}]`, atMs));
  faults.plan.forEach(({ atMs }, i) => check(`faults.plan[${i}].atMs`, atMs));
}
