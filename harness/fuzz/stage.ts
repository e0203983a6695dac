/**
 * Plays the steps of a scenario: no network, no clock, no weather; only what the script says happens. A step that cannot
 * take place, because its message was never sent or its node is down, is passed over; so any part of a script is a script.
 */
import type {
  Algorithm,
  Batch,
  CommonOptions,
  NodeId,
  NodeSet,
  Observer,
  Protocol,
} from '../../algorithms/contract.ts';
import { Agreement } from '../check/agreement.ts';
import { CommitOrderWitness } from '../check/commit-order-witness.ts';
import { HistorySample } from '../check/history-sample.ts';
import { Request, type Envelope, type Reply } from '../cluster/host.ts';
import type { ProposalPolicy } from '../cluster/proposals.ts';
import { Actor } from './actor.ts';
import { optionsOf } from './options.ts';
import type { ScheduleSpec } from './nemesis.ts';
import { formatMessage, type Step } from './step.ts';
import { replyInWords, type Note, type Notes } from './story.ts';

export interface Played {
  /** The invariant that broke, `Error` for another exception; `undefined`: none. */
  readonly invariant: string | undefined;
  readonly message: string;
  /** The steps that took place. */
  readonly steps: readonly Step[];
  /** What the node did in each of them, in words. */
  readonly notes: Notes;
}

export class Stage {
  readonly algorithm: Algorithm;
  readonly options: CommonOptions;
  readonly policy: ProposalPolicy;
  readonly observer: Observer<Protocol>;
  readonly seed: number;
  readonly snapshotSlots: number;
  nowMs = 0;
  private readonly actors: Actor[] = [];
  private readonly agreement = new Agreement();
  private readonly witness = new CommitOrderWitness();
  private readonly history = new HistorySample(Infinity);
  private readonly outstanding = new Map<number, number>();
  private readonly isInstant: boolean;
  /** Of the step under way. */
  private noted: Note[] = [];
  /** All messages that were ever sent, by sender, receiver and text. */
  private readonly sent = new Map<string, { readonly message: Protocol['Message']; readonly envelope: Envelope }>();
  /** By sender, receiver and type: the text of the last one sent; `undefined`: nobody wants to know. */
  private readonly lastSent: Map<string, string> | undefined;

  /**
   * @param disk `instant`: whatever a step writes is durable when it ends, and scripts need not say so
   * @param isLoose a message that was never sent stands for the last of its type that was
   */
  constructor(
    { spec, snapshotSlots }: ScheduleSpec,
    algorithm: Algorithm,
    disk: 'instant' | 'script',
    isLoose = false,
  ) {
    this.algorithm = algorithm;
    this.options = optionsOf(spec);
    this.policy = spec.policy;
    this.observer = algorithm.observe(this.options, spec.nodes);
    this.seed = spec.seed;
    this.snapshotSlots = snapshotSlots;
    this.isInstant = disk === 'instant';
    this.lastSent = isLoose ? new Map() : undefined;
    for (let node = 0; node < spec.nodes; node++) this.actors.push(new Actor(node, spec.nodes, this));
  }

  play(steps: readonly Step[]): Played {
    const taken: Step[] = [];
    const notes: Note[][] = [];
    const result = { steps: taken, notes };
    try {
      for (const written of steps) {
        const step = this.lastSent === undefined ? written : this.meant(written, this.lastSent);
        this.noted = [];
        taken.push(step);
        notes.push(this.noted);
        this.nowMs = step.atMs;
        if (!this.take(step)) {
          taken.pop();
          notes.pop();
        } else if (this.isInstant) this.flushAll(step.node);
      }
      this.history.assertLinearizable();
      return { invariant: undefined, message: '', ...result };
    } catch (error) {
      if (error instanceof Error && error.name === 'InvariantViolation' && 'invariant' in error) {
        return { invariant: String(error.invariant), message: error.message, ...result };
      }
      return { invariant: 'Error', message: error instanceof Error ? error.message : String(error), ...result };
    }
  }

  /** With fewer steps before it a message may say something else: another slot, another index. */
  private meant(step: Step, lastSent: ReadonlyMap<string, string>): Step {
    if (step.verb !== 'deliver' || this.sent.has(`${step.from} ${step.node} ${step.message}`)) return step;
    const message = lastSent.get(`${step.from} ${step.node} ${typeOf(step.message)}`);
    return message === undefined ? step : { ...step, message };
  }

  /** Of the step under way. */
  note(note: Note): void {
    this.noted.push(note);
  }

  private flushAll(node: NodeId): void {
    const actor = this.actors[node]!;
    while (actor.node !== undefined && actor.flush());
  }

  private take(step: Step): boolean {
    const actor = this.actors[step.node];
    if (actor === undefined) return false;
    if (step.verb === 'start') {
      if (actor.node !== undefined) return false;
      actor.start();
      return true;
    }
    const { node } = actor;
    if (node === undefined) return false;
    switch (step.verb) {
      case 'crash':
        actor.crash(step.records);
        return true;
      case 'disk':
        return actor.flush(step.records);
      case 'timer':
        if (!actor.timers.delete(`${step.timer}/${step.key ?? ''}`)) return false;
        node.onTimer(step.timer, step.key);
        return true;
      case 'request': {
        const { client, seq } = step.command;
        if (seq > (this.outstanding.get(client) ?? 0)) {
          this.outstanding.set(client, seq);
          this.witness.onInvoke(client);
          this.history.onInvoke(client, step.command);
        }
        node.onRequest(new Request(step.command, 0));
        return true;
      }
      case 'deliver': {
        const found = this.sent.get(`${step.from} ${step.node} ${step.message}`);
        if (found === undefined) return false;
        node.onMessage(step.from, found.message, found.envelope);
        return true;
      }
    }
  }

  // What actors do.

  send(from: NodeId, to: NodeSet, message: Protocol['Message'], envelope: Envelope): void {
    this.observer.onSend(from, to, message);
    const text = formatMessage(message);
    for (let node = 0; node < this.actors.length; node++) {
      if (node === from || (to & (1 << node)) === 0) continue;
      this.sent.set(`${from} ${node} ${text}`, { message, envelope });
      this.lastSent?.set(`${from} ${node} ${message.type}`, text);
    }
  }

  onCommit(node: NodeId, slot: number, batch: Batch): void {
    this.note({ slot, batch });
    this.observer.onCommit(node, slot, batch);
    if (this.agreement.onCommit(node, slot, batch)) this.witness.onFirstCommit(batch);
  }

  onReply({ request, result }: Reply): void {
    const { client, seq } = request.command;
    if (this.outstanding.get(client) !== seq) return;
    this.note(replyInWords(request.command, result));
    this.witness.onReply(client, seq, result);
    this.history.onDone(client, result);
  }
}

/** The type is a message's first word. */
function typeOf(message: string): string {
  return message.split(' ', 1)[0]!;
}
