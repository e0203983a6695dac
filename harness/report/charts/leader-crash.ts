/** A time line around the crash of the leader: what completes, and who leads. */
import type { Configuration } from '../configuration.ts';
import type { CsvRow, ResultSet } from '../result-set.ts';
import { cell, columnsOf, type ChartMaker, type Datum } from './chart.ts';
import { legendSelection, picked, protocolEncodings, rowLink, tooltip, NUMBER_FORMAT } from './encodings.ts';
import { identity, protocolsIn, rounded } from './rows.ts';

const TITLE = 'Operations completed per second, around the crash of the leader or another fault';

/** More pictures than this are a wall, not a chart. */
const MOST_PICTURES = 12;

export const leaderCrash: ChartMaker = (set, scale) => {
  const configurations = crashing(set).slice(0, MOST_PICTURES);
  if (configurations.length === 0) {
    return {
      kind: 'left out',
      title: TITLE,
      reason: 'no panel with an interval for timeseries.csv has a fault at a set time',
    };
  }
  const data = configurations.flatMap((configuration) => timeline(configuration, set));
  const faults = faultsOf(configurations);
  const pictures = [...new Set(data.map(({ picture }) => String(picture)))];
  const { nodes, ratePerS } = configurations[0]!;
  return {
    kind: 'chart',
    name: 'leader-crash',
    title: TITLE,
    caption: `Thin lines are seeds, the thick one is their mean; a dashed line is a crash, of the leader or, where there is none, of the node that serves most clients; other faults are grey for as long as they last. Triangles: another node leads. Held: ${nodes} nodes${ratePerS === undefined ? '' : `, ${ratePerS} operations/s offered`}.`,
    data,
    choices: [],
    spec: (layout) => {
      const { color } = protocolEncodings(scale, protocolsIn(data), layout);
      const x = {
        field: 'seconds',
        type: 'quantitative',
        title: 'time in the measured window, s',
        scale: { nice: false },
      };
      const y = {
        field: 'perS',
        type: 'quantitative',
        title: 'operations/s',
        axis: { format: NUMBER_FORMAT, tickCount: 4 },
      };
      return {
        facet: { field: 'picture', type: 'nominal', title: null, sort: pictures },
        columns: columnsOf(layout, pictures.length),
        spec: {
          width: cell(layout, pictures.length, 58),
          height: 130,
          layer: [
            ...layerOf(
              faults.filter(({ until }) => until !== null),
              {
                mark: { type: 'rect', color: '#8a8a8a', opacity: 0.25, clip: true },
                encoding: { x, x2: { field: 'until' }, tooltip: faultTooltip },
              },
            ),
            {
              mark: { type: 'line', strokeWidth: 1, interpolate: 'step-after' },
              encoding: { x, y, color, detail: { field: 'seed' }, ...picked(layout, 0.35) },
            },
            {
              ...legendSelection(layout),
              mark: { type: 'line', strokeWidth: 2.5, interpolate: 'step-after' },
              encoding: {
                x,
                y: { ...y, aggregate: 'mean' },
                color,
                ...rowLink(layout),
                ...picked(layout),
                tooltip: [
                  ...tooltip([
                    { field: 'picture', title: 'protocol' },
                    { field: 'seconds', title: 'from, s', format: NUMBER_FORMAT },
                  ]),
                  { field: 'perS', aggregate: 'mean', title: 'operations/s, mean of seeds', format: NUMBER_FORMAT },
                ],
              },
            },
            {
              transform: [{ filter: 'isValid(datum.elected)' }],
              mark: { type: 'point', shape: 'triangle-down', filled: true, size: 60, opacity: 0.8 },
              encoding: {
                // Who leads is asked at the end of an interval.
                x: { ...x, field: 'end' },
                y: { value: 6 },
                color,
                tooltip: tooltip([
                  { field: 'picture', title: 'protocol' },
                  { field: 'seed', title: 'seed' },
                  { field: 'elected', title: 'now leads: node' },
                  { field: 'end', title: 'since, s', format: NUMBER_FORMAT },
                ]),
              },
            },
            ...layerOf(
              faults.filter(({ until }) => until === null),
              {
                mark: { type: 'rule', strokeDash: [4, 3], strokeWidth: 1.2 },
                encoding: { x, tooltip: faultTooltip },
              },
            ),
          ],
        },
      };
    },
  };
};

/** None for no values: a scale over nothing has no extent. */
function layerOf(values: readonly Datum[], layer: object): readonly object[] {
  return values.length === 0 ? [] : [{ data: { values }, ...layer }];
}

const faultTooltip = tooltip([
  { field: 'what', title: 'fault' },
  { field: 'seconds', title: 'at, s', format: NUMBER_FORMAT },
]);

/** Crashes of leaders, which have no set end, and the faults of the plan. */
function faultsOf(configurations: readonly Configuration[]): Datum[] {
  const faults = new Map<string, Datum>();
  for (const { spec } of configurations) {
    for (const ms of spec.faults.crashLeaderAtMs) {
      faults.set(`crash ${ms}`, { what: 'crash of the leader', seconds: ms / 1000, until: null });
    }
    for (const { kind, atMs, forMs } of spec.faults.plan) {
      faults.set(`${kind} ${atMs} ${forMs}`, {
        what: kind,
        seconds: atMs / 1000,
        until: forMs === null ? null : (atMs + forMs) / 1000,
      });
    }
  }
  return [...faults.values()];
}

function crashing({ configurations, timeseries }: ResultSet): Configuration[] {
  return configurations.filter(
    ({ spec, trialIds, verdict }) =>
      verdict === 'ok' &&
      spec.faults.crashLeaderAtMs.length + spec.faults.plan.length > 0 &&
      trialIds.some((id) => timeseries.has(id)),
  );
}

function timeline(configuration: Configuration, { timeseries }: ResultSet): Datum[] {
  const { protocol, quorums, row: link } = identity(configuration);
  return configuration.trialIds.flatMap((id, i) => {
    const rows = timeseries.get(id) ?? [];
    const intervalMs = Number(rows[1]?.['t_ms']) - Number(rows[0]?.['t_ms']);
    let leader = rows[0]?.['leader'];
    return rows.map((row): Datum => {
      const elected = newLeader(row, leader);
      if (elected !== undefined) leader = elected;
      return {
        protocol: protocol!,
        picture: `${String(protocol)}, ${String(quorums)}`,
        row: link!,
        seed: i + 1,
        seconds: Number(row['t_ms']) / 1000,
        end: (Number(row['t_ms']) + intervalMs) / 1000,
        perS: rounded((Number(row['completed']) * 1000) / intervalMs),
        ...(elected !== undefined && { elected }),
      };
    });
  });
}

function newLeader({ leader }: CsvRow, before: string | undefined): string | undefined {
  return leader === undefined || leader === '' || leader === before ? undefined : leader;
}
