/** Is this set of nodes a quorum? The question on the hot path of every protocol. */
import { parseQuorums } from '../../algorithms/quorum/shorthand.ts';
import { systemFromSpec } from '../../algorithms/quorum/spec.ts';
import { measure, type Measurement } from './measure.ts';

const TESTS = 100_000;

export async function measureQuorumTest(nodes: number, text: string): Promise<Measurement> {
  const { phase1, phase2 } = parseQuorums(text, nodes);
  const system = systemFromSpec(nodes, phase1, phase2);
  const mask = (1 << nodes) - 1;
  let found = 0;
  return measure(`quorum test, ${text} of ${nodes}`, 'test', TESTS, () => {
    for (let i = 0; i < TESTS; i++) if (system.isPhase2(i & mask)) found++;
    if (found === 0) throw new Error('no set is a quorum');
  });
}
