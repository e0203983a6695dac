/**
 * Three nodes of the port of etcd's Raft core, `@coaty/consensus.raft`, in one thread: messages are handed over by calls, and
 * stable storage is its own, in memory. It is driven as etcd's documentation says: Ready, store, send, apply, Advance.
 */
import { createRequire, Module } from 'node:module';

/** Of the package, what is used of it here; it brings declarations, but is not installed where this is compiled. */
interface Entry {
  readonly index: number;
  readonly data: unknown;
}
interface Message {
  readonly to: string;
}
interface Ready {
  readonly hardState: unknown;
  readonly entries: Entry[];
  readonly committedEntries: Entry[];
  readonly messages: Message[];
}
interface RawNode {
  step(message: Message): Error | null;
  campaign(): Error | null;
  propose(data: unknown): Error | null;
  hasReady(): boolean;
  ready(): Ready;
  advance(ready: Ready): void;
}
interface Storage {
  snapshot: { metadata: { confState: unknown } };
  Append(entries: Entry[]): Error | null;
  SetHardState(state: unknown): Error | null;
  Compact(index: number): Error | null;
}
interface Package {
  readonly rawnode: { readonly RawNode: { NewRawNode(config: object): RawNode } };
  readonly raft: { readonly RaftConfig: new (parameters: object) => object };
  readonly storage: { readonly MemoryStorage: { NewMemoryStorage(): Storage } };
  readonly protocol: { readonly ConfState: new (parameters: object) => unknown };
  readonly logger: { setLogger(logger: unknown): void; readonly discardLogger: unknown };
}

const NAME = '@coaty/consensus.raft';
const IDS = ['1', '2', '3'];
/** Compacted every so many entries, this many left, so that logs do not grow. */
const COMPACT_ENTRIES = 8192;
const KEPT_ENTRIES = 1024;

/** @throws Error if it is not installed */
function load(): Package {
  const require = createRequire(import.meta.url);
  // Only its controller wants the database, which is compiled by scripts that were not run; the core loads it all the same.
  const database = createRequire(require.resolve(`${NAME}/package.json`)).resolve('sqlite3');
  require.cache[database] ??= Object.assign(new Module(database), { filename: database, loaded: true });
  const part = <T>(path: string) => require(`${NAME}/${path}`) as T;
  return {
    rawnode: part('ported/rawnode.js'),
    raft: part('ported/raft.js'),
    storage: part('ported/storage.js'),
    protocol: part('ported/raftpb/raft.pb.js'),
    logger: part('ported/logger.js'),
  };
}

class Member {
  readonly node: RawNode;
  private readonly storage: Storage;
  private compacted = 0;

  constructor(id: string, { rawnode, raft, storage, protocol }: Package) {
    this.storage = storage.MemoryStorage.NewMemoryStorage();
    this.storage.snapshot.metadata.confState = new protocol.ConfState({ voters: IDS });
    const config = new raft.RaftConfig({
      id,
      electionTick: 10,
      heartbeatTick: 1,
      storage: this.storage,
      maxSizePerMsg: 1 << 20,
      maxCommittedSizePerReady: Number.MAX_SAFE_INTEGER,
      maxInflightMsgs: 256,
      // The leader steps its own proposals only.
      disableProposalForwarding: true,
    });
    this.node = rawnode.RawNode.NewRawNode(config);
  }

  /** Stores what must be stored. Returns what is committed and what is to be sent, in this order allowed (Raft §10.2.1). */
  takeReady(): Ready {
    const ready = this.node.ready();
    this.storage.SetHardState(ready.hardState);
    if (ready.entries.length > 0) this.storage.Append(ready.entries);
    return ready;
  }

  advance(ready: Ready): void {
    this.node.advance(ready);
    const last = ready.committedEntries.at(-1)?.index ?? 0;
    if (last - this.compacted < COMPACT_ENTRIES) return;
    this.compacted = last - KEPT_ENTRIES;
    this.storage.Compact(this.compacted);
  }
}

/** How many commands the cluster commits a second, with `clients` of them under way. */
export class EtcdCore {
  private readonly members: ReadonlyMap<string, Member>;
  private readonly leader: Member;
  private committed = 0;

  /** @throws Error if the package is not installed */
  constructor() {
    const parts = load();
    parts.logger.setLogger(parts.logger.discardLogger);
    this.members = new Map(IDS.map((id) => [id, new Member(id, parts)]));
    this.leader = this.members.get('1')!;
    this.leader.node.campaign();
    this.settle();
  }

  /** `clients` commands at once, in entries of `batch` commands each; returns when all are committed. */
  round(clients: number, batch: number, together: boolean): void {
    const wanted = this.committed + clients;
    for (let client = 0; client < clients; client += batch) {
      const commands = Array.from({ length: batch }, (_, i) => ({
        client: client + i,
        op: 'put',
        key: 'k1',
        value: 'v',
      }));
      const refused = this.leader.node.propose(commands);
      if (refused !== null) throw refused;
      // One Ready for each is an entry a message; one for all puts them into one.
      if (!together) this.turn();
    }
    this.settle();
    if (this.committed !== wanted) throw new Error(`${this.committed} commands are committed, not ${wanted}`);
  }

  /** Until nobody has anything to say. */
  private settle(): void {
    while (this.turn());
  }

  /** Every member that has something to do does it once. */
  private turn(): boolean {
    let any = false;
    for (const member of this.members.values()) {
      if (!member.node.hasReady()) continue;
      any = true;
      const ready = member.takeReady();
      for (const message of ready.messages) this.members.get(message.to)!.node.step(message);
      if (member === this.leader) {
        for (const { data } of ready.committedEntries) if (Array.isArray(data)) this.committed += data.length;
      }
      member.advance(ready);
    }
    return any;
  }
}
