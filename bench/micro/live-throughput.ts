/** Committed operations a second of live runs beside what their transport alone can do: `node dist/bench/micro/live-throughput.js`. */
import { makeRoomForYoungObjects } from '../young-generation.ts';
import { liveContestants, printRates } from './live-rates.ts';

makeRoomForYoungObjects();
await printRates(liveContestants);
