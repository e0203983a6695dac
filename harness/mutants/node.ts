/** Seeded bugs of what all protocols share: disks, sessions and the node. They run as Raft. */
import { edit, type Mutant } from './mutant.ts';

const SESSIONS = 'harness/cluster/sessions';
const NODE = 'harness/cluster/node';

const bugs: readonly Omit<Mutant, 'algorithm'>[] = [
  {
    id: 'D01',
    bug: 'answers before the flush, half of the time',
    budget: 1,
    edits: [
      edit(
        'harness/sim/machine',
        'if (this.disk.sendOnceDurable(to, message, envelope)) return;',
        'if (this.random() < 0.5 && this.disk.sendOnceDurable(to, message, envelope)) return;',
      ),
    ],
  },
  {
    id: 'D03',
    bug: 'a damaged record that was acknowledged is taken for a torn tail',
    budget: 6,
    edits: [
      edit(
        'harness/cluster/record-log',
        'if (records.length < mark.records) return damaged(`record ${records.length} was acknowledged, and is broken`);',
        '',
      ),
    ],
  },
  {
    id: 'D05',
    bug: 'a damaged term and vote are read as none',
    budget: 50,
    edits: [
      edit(
        'harness/cluster/record-log',
        'if (view.getUint32(at + 8) !== checksumOf(bytes, at, end)) return undefined;',
        "if (view.getUint32(at + 8) !== checksumOf(bytes, at, end) && new TextDecoder().decode(bytes.subarray(at, end)).includes('currentTerm')) return { record: { type: 'state', currentTerm: 0, votedFor: undefined }, end }; if (view.getUint32(at + 8) !== checksumOf(bytes, at, end)) return undefined;",
      ),
    ],
  },
  {
    id: 'S01',
    bug: 'acknowledges before the commit',
    budget: 1,
    edits: [
      edit(
        NODE,
        'if (this.proposals.add(request)) this.settle();',
        'if (this.proposals.add(request)) { this.settle(); if (this.replica.view().leader === this.self) this.host.reply({ request, result: null, executedNs: this.host.nowNs(), batch: undefined }); }',
      ),
    ],
  },
  {
    id: 'S02',
    bug: 'a retry is not recognised',
    budget: 1,
    edits: [edit(SESSIONS, "if (seq > last) return 'new'; return seq === last ? 'last' : 'old';", "return 'new';")],
  },
  {
    id: 'S03',
    bug: 'a leader answers reads from its own state',
    budget: 23,
    edits: [
      edit(
        NODE,
        'if (this.proposals.add(request)) this.settle();',
        "if (command.op.kind === 'get' && this.replica.view().leader === this.self) { this.host.reply({ request, result: this.state.apply(command.op), executedNs: this.host.nowNs(), batch: undefined }); return; } if (this.proposals.add(request)) this.settle();",
      ),
    ],
  },
  {
    id: 'S07',
    bug: 'the sessions are not part of the snapshot',
    budget: 100,
    edits: [
      edit(
        'harness/cluster/snapshot',
        'for (const session of changes.sessions) this.sessions.set(session.client, session);',
        '',
      ),
    ],
  },
  {
    id: 'E7',
    bug: 'the commands of a batch are in another order',
    equivalent: true,
    why: 'they were all waiting at once, and a client has one of them at most',
    edits: [edit('harness/cluster/proposals', 'batch.push(command);', 'batch.unshift(command);')],
  },
  {
    id: 'S09',
    bug: 'a late repetition gets the reply of a newer command',
    equivalent: true,
    why: 'a session has one command at a time, so whoever sees a newer one answered has its answer; and a client takes no reply but that to the number it waits for',
    edits: [edit(SESSIONS, "return seq === last ? 'last' : 'old';", "return 'last';")],
  },
];

export const nodeMutants: readonly Mutant[] = bugs.map((bug) => ({ ...bug, algorithm: 'raft' }));
