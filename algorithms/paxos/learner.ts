/**
 * The learner (Paxos Made Simple §2.3). The proposer that sees a phase-2 quorum tells all: it is the distinguished learner
 * of its ballot. A learner commits in the order of slots, and looks for what it missed.
 */
import type { Batch, CommonOptions, NodeId } from '../contract.ts';
import { allNodes, without } from '../quorum/node-set.ts';
import type { ChosenUpToMessage, LearnedMessage, LearnMessage, PaxosEnv } from './messages.ts';
import { SlotArray } from './slot-array.ts';

/** How many slots one *learned* message carries at most, and how many gaps are closed at a time. */
export const SLOTS_PER_CATCH_UP = 128;

/** It lacks a slot. Owned by the time in which that is so. */
export interface Behind {
  /** The slot that it lacked when this began, and when that was. */
  readonly slot: number;
  readonly since: number;
  /** For how long it hopes that someone else will tell it, ms. */
  readonly patienceMs: number;
  asked: boolean;
  /** Nobody told it in time: the value must be found by Paxos itself. */
  nobodyKnows: boolean;
}

export class Learner {
  readonly env: PaxosEnv;
  readonly options: CommonOptions;

  // Volatile
  /** The slot that it commits next: all below are committed. */
  nextSlot = 0;
  readonly chosen = new SlotArray<Batch>();
  /** Someone knows of a chosen slot just below this one; `informant` said so last. */
  knownUpTo = 0;
  informant: NodeId;
  behind: Behind | undefined = undefined;
  /** This node has announced a chosen value since the last heartbeat. */
  hasNews = false;
  /** Until then someone else speaks for what is chosen. */
  quietUntil = 0;

  constructor(options: CommonOptions, env: PaxosEnv) {
    this.env = env;
    this.options = options;
    this.informant = env.self;
  }

  /** A node that has run before asks at once what it missed. */
  start(slot: number, ranBefore: boolean): void {
    this.nextSlot = slot;
    this.chosen.forget(slot);
    this.quietUntil = this.env.now() + this.electionTimeoutMs();
    if (ranBefore) this.ask();
  }

  isChosen(slot: number): boolean {
    return slot < this.nextSlot || this.chosen.get(slot) !== undefined;
  }

  /** Tells all others of a value that this node saw a phase-2 quorum for. */
  announce(slot: number, value: Batch): void {
    this.hasNews = true;
    this.env.send(this.others(), { type: 'chosen', slot, value });
  }

  /** Learns that `value` is chosen, and commits what is now complete. Returns whether that was news. */
  learn(from: NodeId, slot: number, value: Batch): boolean {
    if (this.isChosen(slot)) return false;
    this.chosen.set(slot, value);
    this.heardOf(from, slot + 1);
    let next = this.chosen.get(this.nextSlot);
    while (next !== undefined) {
      this.env.commit(this.nextSlot++, next);
      next = this.chosen.get(this.nextSlot);
    }
    return true;
  }

  onChosenUpTo(from: NodeId, message: ChosenUpToMessage): void {
    this.heardOf(from, message.slot);
    if (message.slot >= this.nextSlot) this.quietUntil = this.env.now() + this.electionTimeoutMs();
  }

  /** Answers with the run of chosen values that starts at the slot asked for, if it has any. */
  onLearn(from: NodeId, message: LearnMessage): void {
    const values: Batch[] = [];
    let value = this.chosen.get(message.slot);
    while (value !== undefined && values.length < SLOTS_PER_CATCH_UP) {
      values.push(value);
      value = this.chosen.get(message.slot + values.length);
    }
    if (values.length === 0) return;
    this.env.send(1 << from, { type: 'learned', slot: message.slot, values, upTo: this.nextSlot });
  }

  /** After the values of `message` were learned, and were news: asks for what follows. */
  onCaughtUp(from: NodeId, message: LearnedMessage): void {
    this.behind = undefined;
    this.heardOf(from, message.upTo);
    if (this.nextSlot < message.upTo) this.askNode(from);
  }

  /**
   * Looks for gaps. What others know it asks for, the informant first and then all, at each heartbeat without progress.
   * When an election time-out and four round trips have passed in vain, nobody alive may know. Nor may anyone know that a
   * slot below `acceptedUpTo` is chosen, if the proposer of it died.
   * @returns the slot below which gaps must be closed by proposing, or `nextSlot`: nothing is to be done
   */
  closeGaps(acceptedUpTo: number, roundTripMs: number): number {
    const now = this.env.now();
    const upTo = Math.max(this.knownUpTo, acceptedUpTo);
    if (this.nextSlot >= upTo) {
      this.behind = undefined;
      return this.nextSlot;
    }
    const behind = this.behind;
    if (behind === undefined || (behind.slot !== this.nextSlot && !behind.nobodyKnows)) {
      const patienceMs = Math.max(this.electionTimeoutMs(), 4 * roundTripMs);
      this.behind = { slot: this.nextSlot, since: now, patienceMs, asked: false, nobodyKnows: false };
      return this.nextSlot;
    }
    if (!behind.nobodyKnows && this.nextSlot < this.knownUpTo) {
      if (behind.asked) this.ask();
      else this.askNode(this.informant);
      behind.asked = true;
    }
    if (now - behind.since >= behind.patienceMs) behind.nobodyKnows = true;
    return behind.nobodyKnows ? Math.min(upTo, this.nextSlot + SLOTS_PER_CATCH_UP) : this.nextSlot;
  }

  /**
   * Says how far it is: after news of its own, or when nobody who is as far has said so for an election time-out. So a
   * replica that missed the last values hears of them without any traffic of clients.
   */
  announceProgress(): void {
    const now = this.env.now();
    if (!this.hasNews && now < this.quietUntil) return;
    this.hasNews = false;
    this.quietUntil = now + this.electionTimeoutMs();
    this.env.send(this.others(), { type: 'chosenUpTo', slot: this.nextSlot });
  }

  forget(slot: number): void {
    this.chosen.forget(slot);
  }

  private heardOf(from: NodeId, upTo: number): void {
    if (upTo <= this.knownUpTo) return;
    this.knownUpTo = upTo;
    this.informant = from;
  }

  private ask(): void {
    this.env.count('catch-up');
    this.env.send(this.others(), { type: 'learn', slot: this.nextSlot });
  }

  private askNode(node: NodeId): void {
    if (node === this.env.self) return this.ask();
    this.env.count('catch-up');
    this.env.send(1 << node, { type: 'learn', slot: this.nextSlot });
  }

  private electionTimeoutMs(): number {
    const [least, most] = this.options.electionMs;
    return least + this.env.random() * (most - least);
  }

  private others(): number {
    return without(allNodes(this.env.nodes), this.env.self);
  }
}
