/**
 * Raft's five properties (Figure 3) and what they rest on, checked while it runs. Ghost state sees every server and
 * outlives its crashes; each event costs O(1), a leader's step O(nodes).
 *
 *   ElectionSafety        a term has at most one leader
 *   VoteOnce              a server grants one vote per term, over restarts, and has it on disk before it tells
 *   TermMonotonic         no server's term decreases, over restarts; it shows no term that it could forget
 *   LeaderAppendOnly      a leader's log only grows
 *   LogMatching           index and term determine an entry and all before it (log-matching.ts)
 *   LeaderCompleteness    a leader of term T has every entry that was committed in a term before T
 *   CommittedOnQuorum     what a leader commits is durable on a commit quorum at that instant
 *   StateMachineSafety    all servers apply the same entry at an index, and only what a leader committed
 *   CommittedNotTruncated, CommitMonotonic, MatchMonotonic    as they say
 *
 * With the options PreVote (P) and CheckQuorum (C) also (stability.ts):
 *
 *   PreVoteFirst          P  whoever begins a term has the pre-votes of an election quorum
 *   PreVoteWithheld       P  nobody who has a leader grants a pre-vote
 *   TermBegun             P  a term begins with a candidate's vote for itself: no pre-vote makes others adopt one
 *   VoteWithheld          C  nobody who has a leader votes for another
 *   LeaderHasQuorum       C  a leader that no commit quorum answers leads for two election time-outs at most
 */
import type { Batch, NodeId, NodeSet, Observer, Saved } from '../contract.ts';
import { InvariantViolation } from '../assert.ts';
import { formatSet } from '../quorum/node-set.ts';
import { CommittedEntries } from './committed-entries.ts';
import { applyRecord, copyGhost, emptyGhost, forgetGhost, ghostLast, ghostTermAt, type GhostLog } from './ghost-log.ts';
import { lastIndex, termAt } from './log.ts';
import { LogMatching } from './log-matching.ts';
import type { Entry, RaftMessage, RaftProtocol, RaftRecord } from './messages.ts';
import type { Raft, RaftOptions } from './raft.ts';
import type { Leader } from './replication.ts';
import { Stability } from './stability.ts';
import { Terms } from './terms.ts';

/** What is known of one server. */
interface Ghost {
  written: GhostLog;
  durable: GhostLog;
  // As of its last step in this life
  commitIndex: number;
  /** The term that it leads, 0 if none. */
  leads: number;
  lastLogIndex: number;
  matchIndex: number[];
  // Within the present step
  /** What it has committed must not be cut from here down. */
  committedFloor: number;
  /** Was its log cut? */
  cut: boolean;
}

export class RaftObserver implements Observer<RaftProtocol, Raft> {
  private readonly options: RaftOptions;
  private readonly ghosts: Ghost[] = [];
  private readonly terms: Terms;
  private readonly stability: Stability;
  private readonly logMatching = new LogMatching();
  private readonly committed: CommittedEntries;
  /** Up to here every server has everything in a snapshot. */
  private forgottenIndex = 0;

  constructor(options: RaftOptions, nodes: number) {
    this.options = options;
    this.terms = new Terms(nodes);
    this.stability = new Stability(options, nodes);
    this.committed = new CommittedEntries(nodes);
    for (let node = 0; node < nodes; node++) this.ghosts.push(newLife(emptyGhost()));
  }

  onStart(node: NodeId, saved: Saved<RaftProtocol>): void {
    const durable = emptyGhost();
    // What was there before the run is appended under no eyes but these.
    const isNew = ghostLast(this.ghosts[node]!.durable) === 0;
    for (const record of saved.records) {
      if (isNew && record.type === 'entry') {
        this.logMatching.check(node, record, ghostTermAt(durable, record.index - 1));
      }
      applyRecord(durable, record);
    }
    this.ghosts[node] = newLife(durable);
    this.terms.onStart(node, saved.records);
    this.stability.onStart(node, saved.records);
    this.committed.onStart(node, saved.slot);
  }

  onStop(node: NodeId): void {
    this.ghosts[node] = newLife(this.ghosts[node]!.durable);
  }

  onPersist(node: NodeId, record: RaftRecord): void {
    this.stability.onPersist(node, record);
    const ghost = this.ghosts[node]!;
    if (record.type === 'entry') this.onAppend(node, ghost, record);
    else if (record.type === 'truncate') cut(node, ghost, record.fromIndex);
    applyRecord(ghost.written, record);
  }

  private onAppend(node: NodeId, ghost: Ghost, entry: Entry): void {
    const present = ghostTermAt(ghost.written, entry.index);
    if (present !== 0 && present !== entry.term && entry.index > ghost.written.base) cut(node, ghost, entry.index);
    this.logMatching.check(node, entry, ghostTermAt(ghost.written, entry.index - 1));
  }

  onDurable(node: NodeId, record: RaftRecord): void {
    if (record.type === 'state') this.terms.onDurable(node, record.currentTerm, record.votedFor);
    applyRecord(this.ghosts[node]!.durable, record);
  }

  onSend(node: NodeId, to: NodeSet, message: RaftMessage): void {
    this.terms.onSend(node, to, message);
    this.stability.onSend(node, to, message);
  }

  onCommit(node: NodeId, slot: number, batch: Batch): void {
    this.committed.onApply(node, slot, batch);
    const ghost = this.ghosts[node]!;
    if (slot > ghost.committedFloor) ghost.committedFloor = slot;
  }

  onStep(node: NodeId, raft: Raft): void {
    const ghost = this.ghosts[node]!;
    this.terms.onStep(node, raft.currentTerm);
    this.stability.onStep(node, raft);
    if (raft.role.kind !== 'leader') ghost.leads = 0;
    else if (ghost.leads === raft.currentTerm) checkLeadership(node, ghost, raft, raft.role);
    else this.onNewLeader(node, ghost, raft, raft.role);
    if (raft.commitIndex !== ghost.commitIndex) this.onCommitIndex(node, ghost, raft);
    ghost.cut = false;
  }

  private onNewLeader(node: NodeId, ghost: Ghost, raft: Raft, leader: Leader): void {
    this.terms.onLeader(node, raft.currentTerm);
    this.committed.checkCompleteness(node, raft.currentTerm, raft.log);
    ghost.leads = raft.currentTerm;
    ghost.lastLogIndex = lastIndex(raft.log);
    ghost.matchIndex = leader.matchIndex.slice();
  }

  private onCommitIndex(node: NodeId, ghost: Ghost, raft: Raft): void {
    const { commitIndex, log } = raft;
    if (commitIndex < ghost.commitIndex) {
      throw new InvariantViolation('CommitMonotonic', `node ${node} from ${ghost.commitIndex} back to ${commitIndex}`);
    }
    const leads = raft.role.kind === 'leader';
    if (leads && commitIndex > this.forgottenIndex) this.checkOnQuorum(node, commitIndex, termAt(log, commitIndex));
    const first = Math.max(ghost.commitIndex, log.baseIndex) + 1;
    for (let index = first; index <= commitIndex; index++) {
      this.committed.onCommit(node, index, termAt(log, index), leads ? raft.currentTerm : undefined);
    }
    ghost.commitIndex = commitIndex;
    ghost.committedFloor = commitIndex;
  }

  private checkOnQuorum(node: NodeId, index: number, term: number): void {
    let holders: NodeSet = 0;
    for (let other = 0; other < this.ghosts.length; other++) {
      if (ghostTermAt(this.ghosts[other]!.durable, index) === term) holders |= 1 << other;
    }
    if (this.options.quorums.isPhase2(holders)) return;
    const where = `index ${index} of term ${term} is durable on ${formatSet(holders)} only`;
    throw new InvariantViolation('CommittedOnQuorum', `leader ${node} commits, but ${where}`);
  }

  forget(slot: number): void {
    if (slot - 1 > this.forgottenIndex) this.forgottenIndex = slot - 1;
    for (const ghost of this.ghosts) {
      forgetGhost(ghost.written, slot - 1);
      forgetGhost(ghost.durable, slot - 1);
    }
    this.logMatching.forget(slot - 1);
    this.committed.forget(slot - 1);
    this.terms.forget();
  }
}

export function observe(options: RaftOptions, nodes: number): Observer<RaftProtocol, Raft> {
  return new RaftObserver(options, nodes);
}

function newLife(durable: GhostLog): Ghost {
  const written = copyGhost(durable);
  return { written, durable, commitIndex: 0, leads: 0, lastLogIndex: 0, matchIndex: [], committedFloor: 0, cut: false };
}

function cut(node: NodeId, ghost: Ghost, fromIndex: number): void {
  if (fromIndex > ghostLast(ghost.written)) return;
  ghost.cut = true;
  if (fromIndex > ghost.committedFloor) return;
  const detail = `node ${node} cuts its log from ${fromIndex} and has committed up to ${ghost.committedFloor}`;
  throw new InvariantViolation('CommittedNotTruncated', detail);
}

/** Of a step in which a leader stayed one. */
function checkLeadership(node: NodeId, ghost: Ghost, raft: Raft, { matchIndex, nextIndex }: Leader): void {
  const last = lastIndex(raft.log);
  if (ghost.cut || last < ghost.lastLogIndex) {
    const detail = `leader ${node} of term ${raft.currentTerm} cut its log at ${ghost.lastLogIndex}`;
    throw new InvariantViolation('LeaderAppendOnly', detail);
  }
  ghost.lastLogIndex = last;
  for (let other = 0; other < matchIndex.length; other++) {
    const now = matchIndex[other]!;
    const before = ghost.matchIndex[other]!;
    if (now === before) continue;
    if (now < before || (other !== node && nextIndex[other]! <= now)) {
      const next = `nextIndex ${nextIndex[other]!}`;
      throw new InvariantViolation('MatchMonotonic', `leader ${node}, of ${other}: from ${before} to ${now}, ${next}`);
    }
    ghost.matchIndex[other] = now;
  }
}
