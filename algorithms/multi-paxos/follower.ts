/** A proposer that leaves the field to another: to the leader it has heard of, or to whoever campaigns. */
import { FIRST_SLOT, type NodeId } from '../contract.ts';
import { NO_BALLOT } from '../paxos/messages.ts';
import type { Roles } from './roles.ts';

export class Follower {
  readonly kind = 'following';
  leader: NodeId | undefined;
  /** The leader's ballot. */
  readonly ballot: number;
  /** That leader knows all slots below to be chosen. */
  chosenBelow = FIRST_SLOT;
  /** It campaigns if it hears nothing for so long, ms. */
  readonly timeoutMs: number;
  /** It has put off its own campaign for that of another. */
  gaveTime = false;

  constructor(leader: NodeId | undefined, ballot: number, timeoutMs: number) {
    this.leader = leader;
    this.ballot = ballot;
    this.timeoutMs = timeoutMs;
  }

  static ofNobody(timeoutMs: number): Follower {
    return new Follower(undefined, NO_BALLOT, timeoutMs);
  }

  /** Another gets a promise of a higher ballot. It also gets time to become leader, but only once: it may fail to. */
  giveTime({ env, options }: Roles): void {
    if (this.leader !== undefined && options.failureDetector === 'alive') return;
    this.leader = undefined;
    if (this.gaveTime) return;
    this.gaveTime = true;
    env.setTimer('election', this.timeoutMs);
  }

  /** A sign of life of a leader whose ballot is overtaken here: to `alive` it is as good as any. */
  onOvertakenLeader({ env, options }: Roles, from: NodeId): void {
    if (this.leader === from && options.failureDetector === 'alive') env.setTimer('election', this.timeoutMs);
  }

  /**
   * The leader says that all slots below `chosenBelow` are chosen. What is chosen there is what it proposed in its ballot:
   * known to this node where it accepted in that ballot, and only there.
   */
  learnVotes({ acceptor, learner }: Roles, chosenBelow: number): void {
    if (chosenBelow > this.chosenBelow) this.chosenBelow = chosenBelow;
    while (learner.firstUnchosen < this.chosenBelow) {
      const vote = acceptor.votes.get(learner.firstUnchosen);
      if (vote === undefined || vote.ballot !== this.ballot) return;
      learner.learn(learner.firstUnchosen, vote.batch);
    }
  }

  /** Asks for the first run of slots that are chosen without this node knowing their values. */
  askForMissing({ env, acceptor, learner }: Roles): void {
    const fromSlot = learner.firstUnchosen;
    if (this.leader === undefined || fromSlot >= this.chosenBelow) return;
    let belowSlot = fromSlot + 1;
    while (belowSlot < this.chosenBelow && acceptor.votes.get(belowSlot)?.ballot !== this.ballot) belowSlot++;
    env.send(1 << this.leader, { type: 'learn', fromSlot, belowSlot });
    env.count('catch-up');
  }
}
