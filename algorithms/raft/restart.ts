/** The persistent state of Figure 2, read back from the disk. */
import type { NodeId } from '../contract.ts';
import { invariant, unreachable } from '../assert.ts';
import { emptyLog, lastIndex, truncateFrom, type Log } from './log.ts';
import type { RaftRecord } from './messages.ts';

export interface PersistentState {
  currentTerm: number;
  votedFor: NodeId | undefined;
  log: Log;
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
