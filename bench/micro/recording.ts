/** What recording one operation costs: latency by regime, the split, the counters of the window; beside a whole commit. */
import { Request, type Reply } from '../../harness/cluster/host.ts';
import { LatencyHistogram } from '../../harness/record/latency-histogram.ts';
import { Recorder } from '../../harness/record/recorder.ts';
import { measure, type Measurement } from './measure.ts';

const OPERATIONS = 20_000;
const NS_PER_MS = 1_000_000;

/** One operation sent, committed and done, as the recorder of a trial sees it. */
export async function measureRecording(): Promise<Measurement> {
  const recorder = new Recorder(5, 1000 * NS_PER_MS, 64, undefined);
  recorder.startWindow(0);
  let now = 1;
  return measure('recording an operation', 'operation', OPERATIONS, () => {
    for (let i = 0; i < OPERATIONS; i++) {
      const client = i & 63;
      const sent = now;
      recorder.onInvoke(sent, client);
      now += 1_000_000 + (i & 1023) * 500;
      const request = new Request({ client, seq: i, op: { bytes: 64 } }, sent);
      request.arrivedNs = sent + 1000;
      const batch = { submittedNs: sent + 2000, durableNs: sent + 250_000 };
      const reply: Reply = { request, result: null, executedNs: now - 2000, batch };
      recorder.onBatchCommitted(now - 2000, batch, 1);
      recorder.onDone(now, client, (i & 1) === 0, sent, reply, now - 1000, false);
    }
  });
}

export async function measureHistogram(): Promise<Measurement> {
  const histogram = new LatencyHistogram();
  return measure('recording a value', 'value', OPERATIONS, () => {
    for (let i = 0; i < OPERATIONS; i++) histogram.record(300_000 + (i & 8191) * 777);
  });
}
