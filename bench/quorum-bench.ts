#!/usr/bin/env node
/** The program `quorum-bench`. What it does is in `program.ts`; here it meets the process. */
import { main } from './program.ts';
import { processTerminal } from './terminal/terminal.ts';
import { makeRoomForYoungObjects } from './young-generation.ts';

makeRoomForYoungObjects();
const status = await main(process.argv.slice(2), processTerminal());
// A status of 0 leaves alone what a command may have set.
if (status !== 0) process.exitCode = status;
