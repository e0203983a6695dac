/** Nodes that share a CPU: a field of the spec that no other trial notices. */
import { describe, expect, it } from 'vitest';
import { trialId } from '../../harness/trial/canonical.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { runTrial } from '../../harness/trial/run-trial.ts';

const world = (costs: object) =>
  resolveSpec({
    algorithm: 'multi-paxos',
    nodes: 3,
    costs: { cpuInMs: 0.2, cpuOutMs: 0.05, ...costs },
    policy: { leader: 0 },
    workload: { kind: 'closed', clients: 8 },
    phases: { warmupMs: 50, durationMs: 300 },
  });

describe('nodes that share a CPU', () => {
  it('are as busy together as one CPU allows, and commit less', () => {
    const own = runTrial(world({})).row;
    const shared = runTrial(world({ cpus: 1 })).row;
    expect(shared['verdict']).toBe('ok');
    expect(shared['cpu_mean']).toBe(shared['cpu_max']);
    expect(shared['cpu_max']).toBeGreaterThan(0.95);
    expect(Number(shared['throughput_per_s'])).toBeLessThan(0.75 * Number(own['throughput_per_s']));
  });

  it('are named in the spec only where there are any', () => {
    expect(JSON.stringify(world({}))).not.toContain('cpus');
    expect(trialId(world({ cpus: 1 }))).not.toBe(trialId(world({})));
  });

  it('are fewer CPUs than nodes, and none of them is paused', () => {
    expect(() => world({ cpus: 3 })).toThrow('costs.cpus is 3 for 3 nodes; take fewer');
    const faults = { plan: [{ kind: 'pause', node: 0, atMs: 10, forMs: 10 }] };
    expect(() => resolveSpec({ algorithm: 'raft', costs: { cpus: 1 }, faults })).toThrow('pauses a node');
  });
});
