/**
 * One client: its operation under way, and which node it asks.
 *
 * A new operation goes to the client's home, the node at its place, or to the leader that a redirect has named. A time-out
 * teaches nothing but silence: the client asks the next node, and begins its next operation at home again. Only if it was
 * the home that was silent does it stay away, for one time-out first, and twice as long each time in a row that the home is
 * silent again, up to eight: so a client finds back to a home that has recovered, and a dead home costs it a ninth of its
 * time at most. A client that lives with the leader has no home, and stays with whoever has served it.
 */
import type { Command, NodeId } from '../../algorithms/contract.ts';
import type { RandomStream } from '../sim/random.ts';

const LONGEST_AWAY_TIMEOUTS = 8;

export class Session {
  readonly client: number;
  /** Index of the place that it lives at. */
  readonly place: number;
  readonly random: RandomStream;
  private readonly home: NodeId | undefined;
  private readonly timeoutNs: number;

  // The operation.
  seq = 0;
  /** `undefined` while none is under way. */
  command: Command | undefined;
  invokedNs = 0;
  /** When the client will have waited too long for the node it asks. */
  deadlineNs = Infinity;
  hasTimeoutEvent = false;

  // Whom it asks.
  target: NodeId;
  /** A redirect has named the target. */
  private isTold = false;
  /** Redirects followed since it last waited. */
  private hops = 0;
  private awayUntilNs = 0;
  private awayNs: number;

  /** @param first the node that it asks first, which is its home unless it lives with the leader */
  constructor(client: number, place: number, first: NodeId, hasHome: boolean, timeoutNs: number, random: RandomStream) {
    this.client = client;
    this.place = place;
    this.random = random;
    this.home = hasHome ? first : undefined;
    this.timeoutNs = timeoutNs;
    this.target = first;
    this.awayNs = timeoutNs;
  }

  /** A new operation begins: with whom? */
  begin(command: Command, now: number): void {
    this.command = command;
    this.invokedNs = now;
    if (this.isTold || this.home === undefined || now < this.awayUntilNs) return;
    this.target = this.home;
  }

  /** The operation was answered. */
  end(): void {
    this.command = undefined;
    this.hops = 0;
    if (this.target === this.home) this.awayNs = this.timeoutNs;
  }

  /** "Not here, but there." False if it has followed as many redirects as there are nodes. */
  follow(leader: NodeId, nodes: number): boolean {
    if (this.hops >= nodes) return false;
    if (this.target === this.home) this.awayNs = this.timeoutNs;
    this.hops++;
    this.target = leader;
    this.isTold = true;
    return true;
  }

  /** The node it asks has not answered in time. */
  onSilence(now: number, nodes: number): void {
    if (this.target === this.home) {
      this.awayUntilNs = now + this.awayNs;
      this.awayNs = Math.min(2 * this.awayNs, LONGEST_AWAY_TIMEOUTS * this.timeoutNs);
    }
    this.askNext(nodes);
  }

  askNext(nodes: number): void {
    this.target = (this.target + 1) % nodes;
    this.isTold = false;
    this.hops = 0;
  }
}
