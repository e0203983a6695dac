/** All algorithms that the harness can run. To add one, write it to the contract and name it here. */
import type { Algorithm } from './contract.ts';
import { flexiblePaxos } from './flexible-paxos/flexible-paxos.ts';
import { multiPaxos } from './multi-paxos/multi-paxos.ts';
import { paxos } from './paxos/paxos.ts';
import { raft } from './raft/raft.ts';

/** In the order in which a comparison lists them. */
export const algorithms: readonly Algorithm[] = [paxos, multiPaxos, flexiblePaxos, raft];

export function algorithmNamed(name: string): Algorithm | undefined {
  return algorithms.find((algorithm) => algorithm.name === name);
}
