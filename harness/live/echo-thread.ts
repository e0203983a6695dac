/** The other thread of the wake-up measurement: sends back what it gets, and sleeps meanwhile. */
import { workerData } from 'node:worker_threads';
import { Doorbell } from './doorbell.ts';
import { RingReader } from './ring-reader.ts';
import { RingWriter } from './ring-writer.ts';

export interface EchoStart {
  readonly there: SharedArrayBuffer;
  readonly back: SharedArrayBuffer;
  /** Of this thread, and of the one that asks. */
  readonly mine: SharedArrayBuffer;
  readonly other: SharedArrayBuffer;
  readonly count: number;
}

const IDLE_MS = 5000;

function echo({ there, back, mine, other, count }: EchoStart): void {
  const [bell, otherBell] = [new Doorbell(mine), new Doorbell(other)];
  const reader = new RingReader(there, otherBell);
  const writer = new RingWriter(back, otherBell);
  for (let done = 0; done < count;) {
    done += reader.read((bytes, start, end) => writer.write(bytes, start, end));
    writer.publish();
    if (done < count && bell.sleep(IDLE_MS, () => reader.ready) === 'timed-out') return;
  }
}

echo(workerData as EchoStart);
