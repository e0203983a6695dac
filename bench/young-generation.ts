/**
 * How much room the threads of this process have for young objects. A simulation makes hundreds of megabytes of them a second,
 * of which nearly none live: with V8's usual megabyte to begin with they are collected so often that trials take a quarter
 * longer. Threads that are started later have the room; the main thread keeps what it has.
 */
import { setFlagsFromString } from 'node:v8';

/** MB of each half. */
const LEAST = 16;
const MOST = 32;

export function makeRoomForYoungObjects(): void {
  setFlagsFromString(`--min-semi-space-size=${LEAST}`);
  setFlagsFromString(`--max-semi-space-size=${MOST}`);
}
