/** Throughput against tail latency as the load rises, with the knee of each curve. */
import { heldSentence, representative, sliceOf, valueOn, valuesOn } from '../axes.ts';
import type { Configuration } from '../configuration.ts';
import { panelVarying } from '../panels.ts';
import { cell, columnsOf, type ChartMaker, type Datum } from './chart.ts';
import {
  legendSelection,
  logAxis,
  logDomain,
  LABEL_EDGE,
  picked,
  pointLabels,
  protocolEncodings,
  rowLink,
  tooltip,
  NUMBER_FORMAT,
} from './encodings.ts';
import { figureDatum, identity, IDENTITY_TOOLTIP, protocolsIn, rounded } from './rows.ts';

const TITLE = 'Throughput, operations/s, against p99 latency, ms, as load rises';

export const throughputLatency: ChartMaker = (set, scale) => {
  const panel = panelVarying(set, 'load', 3);
  if (panel === undefined) {
    return { kind: 'left out', title: TITLE, reason: 'no panel varies the load over three values (clients or rate)' };
  }
  const slice = sliceOf(panel.configurations, ['algorithm', 'load', 'quorums', 'thrifty', 'place']);
  const places = valuesOn('place', slice.configurations).map(String);
  const data = withKneeLabels(curvesOf(slice.configurations).flatMap(curve));
  const pictures = [...new Set(data.map(({ picture }) => String(picture)))];
  return {
    kind: 'chart',
    name: 'throughput-latency',
    title: TITLE,
    caption: `Each point is one load, from ${loads(slice.configurations)}; lower and further right is better. A ring marks the knee: the load with the most throughput per millisecond of mean latency (Kleinrock's power).${heldSentence(slice)}`,
    data,
    choices: [{ field: 'place', label: 'network', values: places, initial: String(representative('place', places)) }],
    spec: (layout) => {
      const { color, shape, plainDash, strokeWidth, size } = protocolEncodings(scale, protocolsIn(data), layout);
      const position = {
        x: {
          field: 'throughput',
          type: 'quantitative',
          title: 'throughput, operations/s',
          axis: { format: '~s', tickCount: 5 },
        },
        y: {
          field: 'value',
          type: 'quantitative',
          title: 'p99 latency, ms',
          scale: { type: 'log', nice: false, domain: logDomain(data.map(({ value }) => Number(value))) },
          axis: logAxis,
        },
      };
      return {
        facet: { field: 'picture', type: 'nominal', title: null, sort: pictures },
        columns: columnsOf(layout, pictures.length, 2),
        spec: {
          width: cell(layout, Math.min(pictures.length, 2), 62),
          height: 230,
          layer: [
            {
              mark: { type: 'line' },
              encoding: {
                ...position,
                color,
                strokeDash: plainDash,
                strokeWidth,
                order: { field: 'step' },
                ...picked(layout),
              },
            },
            {
              ...legendSelection(layout),
              mark: { type: 'point', filled: true, opacity: 1 },
              encoding: {
                ...position,
                color,
                shape,
                size,
                ...picked(layout),
                ...rowLink(layout),
                tooltip: tooltip([
                  ...IDENTITY_TOOLTIP,
                  { field: 'asked', title: 'phase 2' },
                  { field: 'load', title: 'load' },
                  { field: 'throughput', title: 'operations/s', format: NUMBER_FORMAT },
                  { field: 'text', title: 'p99 latency' },
                ]),
              },
            },
            {
              transform: [{ filter: 'datum.knee' }],
              mark: { type: 'point', shape: 'circle', size: 380, strokeWidth: 1.5 },
              encoding: { ...position, color, ...picked(layout) },
            },
            pointLabels(position, -9, layout.narrow ? '!datum.edge' : 'true'),
          ],
        },
      };
    },
  };
};

/** Configurations that differ by their load only. */
function curvesOf(configurations: readonly Configuration[]): Configuration[][] {
  const curves = new Map<string, Configuration[]>();
  for (const configuration of configurations) {
    const { algorithm, quorums, thrifty, place } = configuration;
    const key = JSON.stringify([algorithm, quorums, thrifty, place]);
    curves.set(key, [...(curves.get(key) ?? []), configuration]);
  }
  return [...curves.values()];
}

function curve(configurations: readonly Configuration[]): Datum[] {
  const rising = [...configurations].sort((a, b) => Number(valueOn('load', a)) - Number(valueOn('load', b)));
  const knee = kneeOf(rising);
  return rising.flatMap((configuration, step) => {
    const throughput = configuration.figure('throughput_per_s');
    const p99 = figureDatum(configuration, 'latency_p99_ms');
    if (throughput === undefined || p99 === undefined) return [];
    const who = identity(configuration);
    const picture = `${String(who['quorums'])}, ${String(who['asked'])}`;
    return [{ ...who, ...p99, picture, step, throughput: rounded(throughput.value), knee: configuration === knee }];
  });
}

/** The load at the knee, once where protocols have it in common. */
function withKneeLabels(data: readonly Datum[]): Datum[] {
  const labelled = new Set<string>();
  const most = Math.max(...data.map(({ throughput }) => Number(throughput)));
  return data.map((datum) => {
    const key = [datum['place'], datum['picture'], datum['load']].join();
    if (datum['knee'] !== true || labelled.has(key)) return datum;
    labelled.add(key);
    return { ...datum, label: datum['load']!, edge: Number(datum['throughput']) < LABEL_EDGE * most };
  });
}

/** Where throughput per mean latency is greatest (Kleinrock, Power and deterministic rules of thumb, ICC 1979). */
export function kneeOf(rising: readonly Configuration[]): Configuration | undefined {
  const power = (configuration: Configuration): number => {
    const throughput = configuration.figure('throughput_per_s')?.value ?? 0;
    return throughput / (configuration.figure('latency_mean_ms')?.value ?? Infinity);
  };
  return rising.reduce<Configuration | undefined>(
    (best, each) => (best === undefined || power(each) > power(best) ? each : best),
    undefined,
  );
}

function loads(configurations: readonly Configuration[]): string {
  const values = valuesOn('load', configurations).map(Number);
  const unit = configurations[0]?.clients === undefined ? 'operations/s offered' : 'clients';
  return `${Math.min(...values)} to ${Math.max(...values)} ${unit}`;
}
