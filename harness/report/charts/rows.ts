/** Data of charts from configurations. */
import { loadText } from '../axes.ts';
import type { Configuration } from '../configuration.ts';
import { formatFigure } from '../format.ts';
import { protocolTitle } from '../protocols.ts';
import { settingsText } from '../settings.ts';
import type { Datum } from './chart.ts';

/** What every point tells of its configuration. */
export function identity(configuration: Configuration): Datum {
  const { algorithm, nodes, quorums, place, thrifty, index, failureRatePerMin, settings } = configuration;
  return {
    protocol: protocolTitle(algorithm),
    nodes,
    quorums,
    place,
    asked: thrifty ? 'only a quorum asked' : 'everybody asked',
    load: loadText(configuration),
    rate: failureRatePerMin,
    ...(settings.length > 0 && { settings: settingsText(configuration) }),
    row: `#c${index}`,
  };
}

/** A way of running, in a word or two: `Raft 4/2`, `Raft majority, a quorum asked`. */
export function fullName({ algorithm, quorums, thrifty }: Configuration): string {
  return `${protocolTitle(algorithm)} ${quorums}${thrifty ? ', a quorum asked' : ''}`;
}

/** The figure of a column as `value`, `low`, `high` (itself without an interval) and, for tooltips, `text`; nothing if there is none. */
export function figureDatum(configuration: Configuration, column: string, factor = 1): Datum | undefined {
  const figure = configuration.figure(column);
  if (figure === undefined) return undefined;
  return {
    value: rounded(figure.value * factor),
    low: rounded((figure.low ?? figure.value) * factor),
    high: rounded((figure.high ?? figure.value) * factor),
    text: formatFigure(column, figure),
  };
}

/** An interval that reaches down to 0 has no place on a logarithmic axis: it is cut at a tenth of the value. */
export function aboveZero(figure: Datum | undefined): Datum | undefined {
  return figure && { ...figure, low: Math.max(Number(figure['low']), Number(figure['value']) / 10) };
}

/** Five digits: no eye sees more, and files stay small. */
export function rounded(value: number): number {
  return Number(value.toPrecision(5));
}

export function protocolsIn(data: readonly Datum[]): Set<string> {
  return new Set(data.map(({ protocol }) => String(protocol)));
}

export const IDENTITY_TOOLTIP = [
  { field: 'protocol', title: 'protocol' },
  { field: 'quorums', title: 'quorums q1/q2' },
  { field: 'nodes', title: 'nodes' },
  { field: 'place', title: 'network' },
];
