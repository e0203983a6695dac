/**
 * A thread of the bare cluster: frames of the sizes that a live run has, on its rings and with its bells, and nothing in them.
 * A leader hands what clients ask for to its followers batch by batch, and answers when the first of them has answered.
 */
import { workerData } from 'node:worker_threads';
import { Mesh, type MeshMemory } from '../../harness/live/mesh.ts';
import { FRAME_BYTES } from '../../harness/sim/machine.ts';

export interface BareStart {
  /** The number of its thread: 0 leads, the last one is the clients'. */
  readonly self: number;
  readonly memory: MeshMemory;
  readonly clients: number;
  /** So long a batch waits to fill, ms. */
  readonly batchDelayMs: number;
  /** One word: answers that the clients have had. */
  readonly answered: SharedArrayBuffer;
}

const LEADER = 0;
const COMMAND_BYTES = 64;
const LONGEST_SLEEP_MS = 100;

const { self, memory, clients, batchDelayMs, answered } = workerData as BareStart;
const mesh = new Mesh(self, memory);
const command = new Uint8Array(FRAME_BYTES + COMMAND_BYTES);
const acknowledgement = new Uint8Array(FRAME_BYTES);
const batchFrame = new Uint8Array(FRAME_BYTES + clients * COMMAND_BYTES);

/** Reads what there is by `onFrame`, which gets the sender. Returns how many frames. */
function receive(onFrame: (from: number) => void): number {
  let frames = 0;
  for (const [from, reader] of mesh.readers.entries()) {
    if (reader?.ready === true) frames += reader.read(() => onFrame(from));
  }
  return frames;
}

function runClients(): void {
  const count = new Int32Array(answered);
  for (let i = 0; i < clients; i++) mesh.write(LEADER, command, command.length);
  mesh.publish();
  turns(() =>
    receive(() => {
      count[0]!++;
      mesh.write(LEADER, command, command.length);
    }),
  );
}

function runFollower(): void {
  turns(() => receive((from) => mesh.write(from, acknowledgement, acknowledgement.length)));
}

function runLeader(): void {
  let waiting = 0;
  let sinceMs = 0;
  /** Sizes of the batches under way, and how often each follower has answered. */
  const underWay: number[] = [];
  const acknowledged = new Array<number>(mesh.nodes).fill(0);
  let done = 0;
  const onAcknowledged = (from: number) => {
    // The second answer to a batch changes nothing.
    if (++acknowledged[from]! <= done) return;
    done++;
    for (let left = underWay.shift()!; left > 0; left--) mesh.write(mesh.clients, command, command.length);
  };
  turns(() => {
    const frames = receive((from) => {
      if (from !== mesh.clients) onAcknowledged(from);
      else if (waiting++ === 0) sinceMs = performance.now();
    });
    if (waiting === 0) return frames;
    if (waiting === clients || performance.now() - sinceMs >= batchDelayMs) {
      for (let to = LEADER + 1; to < mesh.nodes; to++) {
        mesh.write(to, batchFrame, FRAME_BYTES + waiting * COMMAND_BYTES);
      }
      underWay.push(waiting);
      waiting = 0;
    }
    return 1;
  });
}

/** Until the run is called off; sleeps after a turn that returns 0. */
function turns(turn: () => number): void {
  while (!mesh.isOver) {
    const busy = turn() > 0;
    mesh.publish();
    if (!busy) mesh.bell.sleep(LONGEST_SLEEP_MS, () => mesh.ready || mesh.isOver);
  }
}

if (self === mesh.clients) runClients();
else if (self === LEADER) runLeader();
else runFollower();
