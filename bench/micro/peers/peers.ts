/** The suite's live Multi-Paxos and Raft beside the port of etcd's core, in turns in one run. See the README beside this. */
import { makeRoomForYoungObjects } from '../../young-generation.ts';
import { CLIENTS, liveContestants, printRates, SLICE_MS, type Contestant } from '../live-rates.ts';
import { EtcdCore } from './etcd-core.ts';

function etcdCore(batch: number, together: boolean): number {
  const cluster = new EtcdCore();
  for (const start = Date.now(); Date.now() - start < SLICE_MS / 5;) cluster.round(CLIENTS, batch, together);
  const start = process.hrtime.bigint();
  let commands = 0;
  let ns: number;
  do {
    cluster.round(CLIENTS, batch, together);
    commands += CLIENTS;
    ns = Number(process.hrtime.bigint() - start);
  } while (ns < SLICE_MS * 1e6);
  return commands / (ns / 1e9);
}

const peers: readonly Contestant[] = [
  ['etcd core, an entry a message', () => etcdCore(1, false)],
  ['etcd core, 64 entries a message', () => etcdCore(1, true)],
  ['etcd core, 64 commands an entry', () => etcdCore(CLIENTS, true)],
];

makeRoomForYoungObjects();
await printRates([...peers, ...liveContestants]);
