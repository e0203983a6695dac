/** The comparison as Markdown: what was asked, all figures with their residuals, how many hold, and what the model leaves out. */
import type { CostModel } from '../cost-model.ts';
import { isWithin, TARGETS, type Figure, type Versus } from './versus.ts';

const LEFT_OUT = `## What the model leaves out

- The clients' thread and Node's own threads (garbage collection, compilation) take CPU that the simulator gives to the nodes:
  where all CPUs are busy it predicts too much throughput.
- Which thread runs where is the operating system's business; in the model node i runs on CPU i mod their number for ever, and
  nothing is preempted. Switching between more threads than CPUs costs, and its waits are tens of milliseconds at worst: p99.
- A live thread shows what it has to say at the end of its turn, or every 2 kB: what many clients ask comes and goes as one, and
  waits for most of a turn at each step. In the model each message leaves when it is done: latency of dense runs comes out too low.
- A live thread wakes 0.12 ms before its next event and waits for it awake, which costs CPU that the model does not have.
- CPU costs are one figure for all kinds of messages, of one protocol, in a loop that the caches like.
- The tail. A closed loop's throughput is that of the mean latency, and live means are far above their medians: threads wait
  milliseconds for a CPU, for a collection of garbage and for the hypervisor, even where the CPUs are half idle.
- The pauses of the garbage collector are in the model's costs on average only, and not as pauses.
- Random numbers differ: arrivals, time-outs and delays are drawn from the same distributions, in another order.
`;

/** @param note on how it was measured, to stand before the results; empty for none */
export function versusMarkdown(results: readonly Versus[], model: CostModel, seconds: number, note = ''): string {
  const compared = results.filter(({ figures }) => figures.length > 0);
  const failedOver = results.filter(({ distance }) => distance !== null);
  const disturbed = [...compared, ...failedOver].filter(({ disturbances }) => disturbances.length > 0);
  const without = results.filter(({ reason }) => reason !== '');
  return [
    '# Simulated and live, side by side\n',
    'How well does the simulator predict what threads do on this machine? The same specs run both ways: live with nothing but',
    `what the spec adds, simulated with the costs that \`quorum-bench calibrate\` measured. Made by \`quorum-bench sim-vs-live\` in ${seconds.toFixed(0)} s;`,
    'residual = simulated / live - 1.\n',
    machineText(model),
    ...(note === '' ? [] : [`${note}\n`]),
    scoreText(compared, failedOver),
    ...(compared.length > 0 ? ['![predicted over measured](predicted-measured.svg)\n', figureTable(compared)] : []),
    ...(failedOver.length > 0 ? ['![fail-over times](fail-over.svg)\n', failoverTable(failedOver)] : []),
    ...(disturbed.length > 0
      ? [
          '## Disturbed runs\n',
          'Their figures are shown because they were asked for, and would be void otherwise:\n',
          ...disturbed.map(({ name, disturbances }) => `- ${name}: ${disturbances.join('; ')}`),
          '',
        ]
      : []),
    ...(without.length > 0
      ? ['## Without figures\n', ...without.map(({ name, reason }) => `- ${name}: ${reason}`), '']
      : []),
    LEFT_OUT,
  ].join('\n');
}

function machineText({ machine, measuredAt, voidReasons, costs, detail }: CostModel): string {
  const us = (ms: number) => `${(ms * 1000).toPrecision(3)} µs`;
  const wakeUp = detail['wakeUpP50Ms'];
  const doubt =
    voidReasons.length === 0 ? '' : ` **The costs themselves are not to be believed: ${voidReasons.join('; ')}.**`;
  return (
    `${machine.cpus} x ${machine.cpu}, Node ${machine.node}; costs of ${measuredAt}: ${us(costs.cpuInMs)} per message in, ` +
    `${us(costs.cpuOutMs)} out, ${us(costs.byteMs * 1000)} per kB each way, ${us(costs.applyMs)} per command applied` +
    `${wakeUp === undefined ? '' : `, ${us(wakeUp)} to wake a thread`}.${doubt}\n`
  );
}

function scoreText(compared: readonly Versus[], failedOver: readonly Versus[]): string {
  const score = (wanted: (figure: Figure) => boolean) => {
    const judged = compared.flatMap(({ figures }) => figures).filter((f) => wanted(f) && isWithin(f) !== undefined);
    return `${judged.filter((figure) => isWithin(figure)).length} of ${judged.length}`;
  };
  const near = failedOver.filter(({ distance }) => distance! <= TARGETS.distance).length;
  return (
    `Within their targets: throughput (${TARGETS.throughput * 100} %) ${score(({ figure }) => figure === 'throughput')}, ` +
    `median (${TARGETS.latency * 100} %) ${score(({ figure }) => figure === 'p50')}, ` +
    `p99 (${TARGETS.latency * 100} %) ${score(({ figure }) => figure === 'p99')}, ` +
    `fail-over (distance ${TARGETS.distance}) ${near} of ${failedOver.length}.\n`
  );
}

function figureTable(compared: readonly Versus[]): string {
  const cell = (value: number | null) => (value === null ? '–' : value.toPrecision(3).replace(/e\+\d+/, () => ''));
  const shown = ({ figure, predicted, measured, residual }: Figure) => {
    const number = (value: number | null) =>
      figure === 'throughput' && value !== null ? value.toFixed(0) : cell(value);
    const mark = isWithin({ figure, predicted, measured, residual }) === false ? ' !' : '';
    const percent = residual === null ? '–' : `${residual > 0 ? '+' : ''}${(residual * 100).toFixed(0)} %${mark}`;
    return `${number(predicted)} | ${number(measured)} | ${percent}`;
  };
  return [
    '| run | ops/s simulated | live | residual | p50 ms simulated | live | residual | p99 ms simulated | live | residual | busiest node simulated | live | clients |',
    '|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|',
    ...compared.map(
      ({ name, figures, busy }) => `| ${name} | ${figures.map(shown).join(' | ')} | ${busyCells(busy)} |`,
    ),
    '',
    'A residual with ! is outside its target. Busy: share of the window. Where the simulated node is busy all the time and the live',
    'one is not, live is not short of CPU: its threads wait for each other to wake up and to end their turns.\n',
  ].join('\n');
}

function busyCells(busy: Versus['busy']): string {
  if (busy === null) return '– | – | –';
  return [busy.simulated, busy.live, busy.clients].map((share) => `${(share * 100).toFixed(0)} %`).join(' | ');
}

function failoverTable(failedOver: readonly Versus[]): string {
  const at = (sample: readonly number[], share: number) =>
    sample[Math.min(sample.length - 1, Math.floor(share * sample.length))]!.toFixed(1);
  const three = (sample: readonly number[]) => [0.1, 0.5, 0.9].map((share) => at(sample, share)).join(', ');
  return [
    '| fail-over | simulated: number | p10, p50, p90 ms | live: number | p10, p50, p90 ms | distance |',
    '|---|---:|---:|---:|---:|---:|',
    ...failedOver.map(
      ({ name, failovers: { predicted, measured }, distance }) =>
        `| ${name} | ${predicted.length} | ${three(predicted)} | ${measured.length} | ${three(measured)} | ${distance!.toFixed(3)}${distance! > TARGETS.distance ? ' !' : ''} |`,
    ),
    '',
  ].join('\n');
}
