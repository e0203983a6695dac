/** The thread of one replica: the same node as in simulation, fed by ports. Ends by an order of the thread that started it. */
import { parentPort, workerData } from 'node:worker_threads';
import type { CommonOptions } from '../../algorithms/contract.ts';
import { algorithmNamed } from '../../algorithms/registry.ts';
import { Request } from '../cluster/host.ts';
import { Node } from '../cluster/node.ts';
import { DurableSnapshot } from '../cluster/snapshot.ts';
import { FRAME_BYTES } from '../sim/machine.ts';
import { quorumSystemOf } from '../trial/quorums.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { Instrument } from './instrument.ts';
import { LiveHost } from './live-host.ts';
import type { Letter, LiveRequest, Order, ReplicaReport, ReplicaStart } from './wire.ts';

function optionsOf(spec: TrialSpec): CommonOptions {
  const { policy } = spec;
  return {
    ...spec.options,
    quorums: quorumSystemOf(spec),
    electionMs: policy.electionMs,
    heartbeatMs: policy.heartbeatMs,
    thrifty: policy.thrifty,
    firstLeader: policy.leader === 'auto' ? undefined : policy.leader,
  };
}

function runReplica(start: ReplicaStart): void {
  const { spec, self } = start;
  const algorithm = algorithmNamed(spec.algorithm)!;
  const instrument = new Instrument();
  const host = new LiveHost(start, (message) => FRAME_BYTES + algorithm.sizeOf(message));
  const storage = { snapshot: new DurableSnapshot(), records: [] };
  const node = new Node(algorithm, optionsOf(spec), spec.policy, host, storage);
  host.node = node;

  start.peers.forEach((port, from) =>
    port?.on('message', (letters: readonly Letter[]) => {
      for (const { message, envelope } of letters) node.onMessage(from, message, envelope);
      host.endStep();
    }),
  );
  start.clients.on('message', (requests: readonly LiveRequest[]) => {
    for (const { command, sentNs } of requests) {
      const request = new Request(command, sentNs);
      request.arrivedNs = host.nowNs();
      node.onRequest(request);
    }
    host.endStep();
  });

  let before = { messages: 0, bytes: 0, elections: 0, leadersElected: 0 };
  const counts = () => {
    const { messages, bytes, events } = host;
    return { messages, bytes, elections: events.election, leadersElected: events.leader };
  };
  parentPort!.on('message', ({ type }: Order) => {
    if (type === 'window') {
      before = counts();
      instrument.restart();
    } else if (type === 'report') {
      const now = counts();
      parentPort!.postMessage({
        ...instrument.report(`replica ${self}`),
        messages: now.messages - before.messages,
        bytes: now.bytes - before.bytes,
        elections: now.elections - before.elections,
        leadersElected: now.leadersElected - before.leadersElected,
      } satisfies ReplicaReport);
    } else {
      host.stop();
      instrument.stop();
      for (const port of [...start.peers, start.clients]) port?.close();
      parentPort!.close();
    }
  });
  node.start();
  host.endStep();
}

runReplica(workerData as ReplicaStart);
