/** etcd's own tables of committed indexes and votes, held against our quorums and against the commit rule of our Raft. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { quorumSystem } from '../../../algorithms/quorum/quorum-system.ts';
import { systemFromSpec, type Spec } from '../../../algorithms/quorum/spec.ts';
import { count } from '../../../algorithms/quorum/counting.ts';
import type { RaftProtocol } from '../../../algorithms/raft/messages.ts';
import { Raft } from '../../../algorithms/raft/raft.ts';
import { RecordingEnv } from '../../support/recording-env.ts';

interface QuorumCase {
  readonly file: string;
  readonly line: number;
  readonly kind: 'committed' | 'vote';
  readonly cfg: readonly number[];
  readonly cfgj: readonly number[] | null;
  readonly input: Readonly<Record<string, number | boolean>>;
  readonly expected: number | string;
}

const file = new URL('etcd-quorum-cases.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly QuorumCase[] };

/** Ids are 1 … 8; node 0 is in no configuration, so that it can lead without having a say. */
const NODES = 9;

/** A majority of each half that is not empty, in a joint configuration of both. `undefined` if nobody is asked at all. */
function quorumsOf({ cfg, cfgj }: QuorumCase): Spec | undefined {
  const halves = [cfg, cfgj ?? []].filter((half) => half.length > 0);
  const parts = halves.map((half): Spec => ({ kind: 'majority', of: half.map(String) }));
  return parts.length < 2 ? parts[0] : { kind: 'and', parts };
}

/** The commit index of a Raft leader, of a log longer than any index here, after the followers' answers. */
function committedIndex(spec: Spec, { input }: QuorumCase): number {
  const env = new RecordingEnv<RaftProtocol>(0, NODES);
  const commits = systemFromSpec(NODES, spec, spec).phase2;
  const quorums = quorumSystem(NODES, count(1, NODES), commits, 'etcd');
  const electionMs = [150, 300] as const;
  const timing = { electionMs, heartbeatMs: 50, preVote: false, checkQuorum: false };
  const raft = new Raft({ quorums, ...timing, thrifty: false, firstLeader: 0 }, env);
  raft.start({ slot: 1, records: [] });
  raft.onMessage(0, { type: 'requestVoteReply', term: 1, voteGranted: true });
  for (let seq = 1; seq <= 120; seq++) raft.onRequest([{ client: 1, seq, op: { bytes: 1 } }]);
  for (const [id, acknowledged] of Object.entries(input)) {
    const matchIndex = Number(acknowledged);
    const answer = { term: 1, success: true, matchIndex, prevLogIndex: 0, conflictIndex: 0, conflictTerm: 0 };
    raft.onMessage(Number(id), { type: 'appendEntriesReply', ...answer });
  }
  return raft.commitIndex;
}

function voteResult(spec: Spec, { input }: QuorumCase): string {
  const elections = systemFromSpec(NODES, spec, spec).phase1;
  let granted = 0;
  let refused = 0;
  for (const [id, vote] of Object.entries(input)) {
    if (vote === true) granted |= 1 << Number(id);
    else refused |= 1 << Number(id);
  }
  if (elections.test(granted)) return 'VoteWon';
  return elections.test(((1 << NODES) - 1) & ~refused) ? 'VotePending' : 'VoteLost';
}

describe("etcd's quorum tables", () => {
  it('hold 64 cases', () => {
    expect(cases).toHaveLength(64);
  });

  it.each(cases.map((one) => [`${one.file}:${one.line}`, one] as const))('agree with ours at %s', (_, one) => {
    const spec = quorumsOf(one);
    if (spec === undefined) expect(['infinity', 'VoteWon']).toContain(one.expected);
    else expect(one.kind === 'committed' ? committedIndex(spec, one) : voteResult(spec, one)).toBe(one.expected);
  });
});
