/** How far a sweep is: one bar with rate and time left on a terminal, a plain line now and then elsewhere. */
import { SingleBar } from 'cli-progress';
import type { Terminal } from './terminal/terminal.ts';

export interface SweepProgress {
  /** As `runSweep` reports it: once before the first trial, then as they end. */
  update(finished: number, planned: number): void;
  stop(): void;
}

export function sweepProgress(terminal: Terminal): SweepProgress {
  return process.stderr.isTTY ? bar() : lines(terminal);
}

function bar(): SweepProgress {
  const single = new SingleBar({
    format: '{bar} {value}/{total} trials  {rate}/s  {eta_formatted} left',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    etaBuffer: 100,
    hideCursor: true,
  });
  let rate: ((finished: number) => number) | undefined;
  return {
    update(finished, planned) {
      if (rate === undefined) {
        rate = rateSince(finished);
        single.start(planned, finished, { rate: '–' });
      } else {
        single.update(finished, { rate: rate(finished).toFixed(1) });
      }
    },
    stop: () => single.stop(),
  };
}

const LINE_MS = 5000;

function lines(terminal: Terminal): SweepProgress {
  let rate: ((finished: number) => number) | undefined;
  let saidAt = 0;
  return {
    update(finished, planned) {
      const now = performance.now();
      const isFirst = rate === undefined;
      rate ??= rateSince(finished);
      if (!isFirst && now - saidAt < LINE_MS && finished < planned) return;
      saidAt = now;
      const perS = rate(finished);
      const left =
        perS > 0 && finished < planned ? `, ${perS.toFixed(1)}/s, ${inWords((planned - finished) / perS)} left` : '';
      terminal.err(`${finished} of ${planned} trials${left}\n`);
    },
    stop: () => {},
  };
}

/** Trials per second since now. */
function rateSince(finishedBefore: number): (finished: number) => number {
  const startedAt = performance.now();
  return (finished) => ((finished - finishedBefore) / Math.max(1, performance.now() - startedAt)) * 1000;
}

function inWords(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  return whole < 3600 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${(whole / 3600).toFixed(1)} h`;
}
