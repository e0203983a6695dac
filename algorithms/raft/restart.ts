/** The persistent state of Figure 2, read back from the disk. */
import { NO_OP, type NodeId } from '../contract.ts';
import { invariant, unreachable } from '../assert.ts';
import { emptyLog, lastIndex, truncateFrom, type Log } from './log.ts';
import type { RaftRecord } from './messages.ts';

export interface PersistentState {
  currentTerm: number;
  votedFor: NodeId | undefined;
  log: Log;
}

/** A log of so many no-ops of term 1, in which this server voted for nobody. */
export function recordsOfFirstTerm(entries: number): RaftRecord[] {
  const records: RaftRecord[] = [{ type: 'state', currentTerm: 1, votedFor: undefined }];
  for (let index = 1; index <= entries; index++) records.push({ type: 'entry', index, term: 1, batch: NO_OP });
  return records;
}

/** Replays records in the order in which they were persisted. None: a server that never ran. */
export function readRecords(records: readonly RaftRecord[]): PersistentState {
  const state: PersistentState = { currentTerm: 0, votedFor: undefined, log: emptyLog(0, 0) };
  for (const record of records) {
    switch (record.type) {
      case 'state':
        state.currentTerm = record.currentTerm;
        state.votedFor = record.votedFor;
        break;
      case 'base':
        state.log = emptyLog(record.index, record.term);
        break;
      case 'truncate':
        truncateFrom(state.log, record.fromIndex);
        break;
      case 'entry': {
        const next = lastIndex(state.log) + 1;
        invariant(record.index === next, 'LogOnDisk', `entry ${record.index} follows where ${next} is due`);
        state.log.entries.push(record);
        break;
      }
      default:
        unreachable(record);
    }
  }
  return state;
}
