/** The other thread of the transport measurement: takes what comes, and answers each frame or only the last one. */
import { parentPort, workerData } from 'node:worker_threads';
import { Decoder } from '../../harness/live/decoder.ts';
import { Doorbell } from '../../harness/live/doorbell.ts';
import { RingReader } from '../../harness/live/ring-reader.ts';
import { RingWriter } from '../../harness/live/ring-writer.ts';

export interface PeerStart {
  /** Messages that will come in all. */
  readonly count: number;
  /** Is each answered at once? Else a single answer follows the last one. */
  readonly echo: boolean;
  /** For rings: what the messages' shapes are, and whether they are decoded. `undefined`: messages come by port. */
  readonly ring:
    | {
        readonly there: SharedArrayBuffer;
        readonly back: SharedArrayBuffer;
        readonly mine: SharedArrayBuffer;
        readonly other: SharedArrayBuffer;
        readonly vocabulary: Uint8Array;
      }
    | undefined;
}

const IDLE_MS = 5000;

function byPort({ count, echo }: PeerStart): void {
  let received = 0;
  parentPort!.on('message', (messages: unknown) => {
    received += Array.isArray(messages) ? messages.length : 1;
    if (echo || received === count) parentPort!.postMessage(messages);
    if (received === count) parentPort!.close();
  });
}

function byRing({ count, echo }: PeerStart, ring: NonNullable<PeerStart['ring']>): void {
  const [mine, other] = [new Doorbell(ring.mine), new Doorbell(ring.other)];
  const reader = new RingReader(ring.there, other);
  const writer = new RingWriter(ring.back, other);
  const decoder = new Decoder();
  decoder.learn(ring.vocabulary, 0, ring.vocabulary.length);
  for (let received = 0; received < count;) {
    received += reader.read((bytes, start, end) => {
      decoder.begin(bytes, start);
      decoder.value();
      if (echo) writer.write(bytes, start, end);
    });
    if (!echo && received === count) writer.write(new Uint8Array(1));
    writer.publish();
    if (received < count && mine.sleep(IDLE_MS, () => reader.ready || writer.canDrain) === 'timed-out') return;
  }
}

const start = workerData as PeerStart;
if (start.ring === undefined) byPort(start);
else byRing(start, start.ring);
