/** Where a thread sleeps until others have something for it. A word in shared memory, so that ringing one awake is one load. */
const AWAKE = 0;
const ASLEEP = 1;

export class Doorbell {
  /** To be given to the other threads. */
  readonly memory: SharedArrayBuffer;
  private readonly word: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(4)) {
    this.memory = memory;
    this.word = new Int32Array(memory);
  }

  /** Wakes the thread that sleeps here, if it does. Publish first, then ring. */
  ring(): void {
    if (Atomics.load(this.word, 0) === AWAKE) return;
    if (Atomics.compareExchange(this.word, 0, ASLEEP, AWAKE) === ASLEEP) Atomics.notify(this.word, 0);
  }

  /**
   * Blocks this thread until it is rung, or for `timeoutMs`; not at all if `ready` says so. It is asked after the bell is
   * set: what is published before the question is seen, and what is published after it rings (both by sequential
   * consistency of Atomics).
   */
  sleep(timeoutMs: number, ready: () => boolean): 'ready' | 'rung' | 'timed-out' {
    Atomics.store(this.word, 0, ASLEEP);
    if (ready()) {
      Atomics.store(this.word, 0, AWAKE);
      return 'ready';
    }
    const result = Atomics.wait(this.word, 0, ASLEEP, timeoutMs);
    Atomics.store(this.word, 0, AWAKE);
    return result === 'timed-out' ? 'timed-out' : 'rung';
  }
}
