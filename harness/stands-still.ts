/** Virtual time does not go on: without this a trial would never end. It is no broken rule; such a trial is `void`. */

const NS_PER_MS = 1_000_000;

export class StandsStill extends Error {
  override readonly name = 'StandsStill';

  /**
   * @param steps events, or calls into a replica, since the clock last moved, at least
   * @param next what comes next, and where: `a message for node 2`
   */
  constructor(nowNs: number, steps: number, next: string) {
    super(
      `virtual time stands still at ${nowNs / NS_PER_MS} ms: ${steps.toLocaleString('en-US')} steps and more without the ` +
        `clock moving, then ${next}; where messages, CPU or disk take time it goes on`,
    );
  }
}
