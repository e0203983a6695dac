import { describe, expect, it } from 'vitest';
import { oneWayMs, topologies, topologyNamed, topologyProblem } from '../../harness/sim/topology.ts';

describe('topologies', () => {
  it.each(topologies.map((topology) => [topology.id, topology] as const))(
    '%s is whole, and says where it is from',
    (_, topology) => {
      expect(topologyProblem(topology)).toBeUndefined();
      expect(topology.source).toMatch(/^(https:|github\.com)/);
      topology.rttMs.forEach((row, i) =>
        row.forEach((rtt, j) => (i === j ? expect(rtt).toBe(0) : expect(rtt).toBeGreaterThan(0))),
      );
    },
  );

  it('give half of the round trip that the sender sees, also where it is not symmetric', () => {
    const aws = topologyNamed('aws5-2017')!;
    expect(oneWayMs(aws, 0.4, 0, 1)).toBe(72.74 / 2);
    expect(oneWayMs(aws, 0.4, 1, 0)).toBe(71.63 / 2);
  });

  it('put node i in region i mod R, and the local round trip between two of one region', () => {
    const aws = topologyNamed('aws5-2017')!;
    expect(oneWayMs(aws, 0.4, 6, 0)).toBe(71.63 / 2);
    expect(oneWayMs(aws, 0.4, 6, 1)).toBe(0.2);
  });

  it('that are unknown are undefined', () => {
    expect(topologyNamed('mars')).toBeUndefined();
  });
});
