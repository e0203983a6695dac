/** Why one cost per message does not give Fig. 1 back: what it would have to be, by number of replicas, under the same model. */
import { responseOfClosedLoop } from '../models/closed-loop.ts';
import { FIGURE_1, IN_PROGRESS, ONE_WAY_MS } from './published/flexible-paxos-2016.ts';
import type { Result } from './quorum-sizes.ts';

/** One run of LibPaxos or LibFPaxos. */
export interface Setting {
  readonly nodes: number;
  readonly q2: number;
  readonly thrifty: boolean;
}

/** As in Fig. 1. */
export function allAsked(nodes: number): Setting {
  return { nodes, q2: Math.floor(nodes / 2) + 1, thrifty: false };
}

/** Messages that one request takes: the request, the accepts, and what each acceptor that was asked tells every other host. */
export function messagesOf({ nodes, q2, thrifty }: Setting): number {
  const asked = thrifty ? q2 : nodes;
  return 1 + (asked - 1) + asked * nodes;
}

/** Mean latency: message delays, and the wait for the one CPU among requests that come at moments of their own. */
export function predictedMs(setting: Setting, cpuMs: number): number {
  const delays = setting.q2 === 1 ? 2 : 3;
  return responseOfClosedLoop(IN_PROGRESS, delays * ONE_WAY_MS, cpuMs * messagesOf(setting));
}

/** What a message would have to cost for the published latency of `nodes` replicas, by bisection. */
export function neededCpuMs(nodes: number): number {
  const { ms } = FIGURE_1.find((each) => each.nodes === nodes)!;
  let [low, high] = [0, 1];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (predictedMs(allAsked(nodes), middle) < ms) low = middle;
    else high = middle;
  }
  return low;
}

/** Latency relative to Fig. 1: the largest deviation over all numbers of replicas. */
export function deviation(latencyMs: readonly number[]): number {
  return Math.max(...latencyMs.map((ms, i) => Math.abs(ms / FIGURE_1[i]!.ms - 1)));
}

/** The least that the model can deviate, whatever a message costs. */
function leastDeviation(): { readonly cpuMs: number; readonly deviation: number } {
  const tried = Array.from({ length: 400 }, (_, i) => (i + 1) * 0.0005).map((cpuMs) => ({
    cpuMs,
    deviation: deviation(FIGURE_1.map(({ nodes }) => predictedMs(allAsked(nodes), cpuMs))),
  }));
  return tried.reduce((a, b) => (b.deviation < a.deviation ? b : a));
}

export function noteOnFigure1(): string {
  const [three, five, fourteen] = [3, 5, 14].map((nodes) => neededCpuMs(nodes).toFixed(3));
  const least = leastDeviation();
  return [
    `Fig. 1 does not follow from one cost per message. Its excess over 30 ms is 2.4 ms with three replicas and 19 ms with fourteen, eight times as much, while a request takes ${(messagesOf(allAsked(14)) / messagesOf(allAsked(3))).toFixed(1)} times as many messages.`,
    `Nor is it the simulator, whose ten requests fall into step: by mean value analysis, where they meet at random, a message would have to take ${three} ms with three replicas, ${five} ms with five and ${fourteen} ms with fourteen, and the best single one (${least.cpuMs.toFixed(4)} ms) is off by ${(100 * least.deviation).toFixed(1)} %.`,
    'The bars of Fig. 4 say the same: their excess is 4 ms with five and 6.5 ms with eight replicas whatever |q2| is, though |q2| = 1 takes a fraction of the messages.',
    'The excess grows with the number of hosts, as it would where N + 1 processes take turns on one core and each request wakes all of them; the simulator’s hosts do not take turns. The published pairs themselves contradict each other, as throughput × latency is 8.2 to 9.9 and not 10 (see errata).',
  ].join(' ');
}

/** Asking a quorum, and asking all. */
export interface Asked {
  readonly few: Result;
  readonly all: Result;
}

/** @param fitted five replicas, |q2| = 3, with the constant that is fitted; @param needed with the one that they would need */
export function noteOnAskingAll(fitted: Asked, needed: Asked): string {
  return [
    `With five replicas and |q2| = 3 asking a quorum is ${gainText(fitted)} than asking all. Who asks all goes on with the first three of five answers, who asks three waits for each of them, and at the constant above that is about what two more messages cost.`,
    `That constant is one of fourteen replicas. With the ${neededCpuMs(5).toFixed(3)} ms that five of them need (above), asking a quorum is ${gainText(needed)}: where this gate fails, it fails for the reason of Fig. 1.`,
  ].join(' ');
}

function gainText({ few, all }: Asked): string {
  const gain = 100 * (few.perS / all.perS - 1);
  return `${Math.abs(gain).toFixed(1)} % ${gain < 0 ? 'slower' : 'faster'}`;
}
