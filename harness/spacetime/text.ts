/** The diagram in text, for a terminal: a column per lane, a row per event in the order of time. */
import type { Diagram, Lane } from './diagram.ts';
import { nsText } from './words.ts';

const LANE_WIDTH = 6;
const NS_PER_MS = 1_000_000;

/** One row: where it happens, and, if something arrives there, whence it came. */
interface Row {
  readonly atNs: number;
  readonly lane: Lane | undefined;
  readonly from: Lane | undefined;
  readonly text: string;
  readonly critical: boolean;
  /** Of rows at one instant: what comes first. */
  readonly order: number;
}

/** How the reply's path is set off; as it is, on paper. */
export type Emphasis = (text: string) => string;

export function diagramText(diagram: Diagram, strong: Emphasis = (text) => text): string {
  const lanes: Lane[] = ['client', ...Array.from({ length: diagram.nodes }, (_, node) => node)];
  const rows = rowsOf(diagram).sort((a, b) => a.atNs - b.atNs || a.order - b.order);
  const times = rows.map(({ atNs }) => ((atNs - diagram.startNs) / NS_PER_MS).toFixed(6));
  const timeWidth = Math.max(2, ...times.map((time) => time.length));
  const margin = ' '.repeat(timeWidth + 2);
  const head = lanes.map((lane, i) => `${margin}${'|'.padEnd(LANE_WIDTH).repeat(i)}${laneName(lane, diagram)}`);
  const body = rows.map((row, i) => {
    const line = `${times[i]!.padStart(timeWidth)}  ${drawn(lanes, row)}  ${row.text}`;
    return row.critical ? strong(line) : line;
  });
  return [`${'ms'.padStart(timeWidth)}`, ...head, ...body].join('\n');
}

function laneName(lane: Lane, { clientName, straggler, answeredBy }: Diagram): string {
  if (lane === 'client') return clientName;
  const roles = [lane === answeredBy ? 'serves it' : '', lane === straggler ? 'last of the quorum' : ''].filter(
    (role) => role !== '',
  );
  return `node ${lane}${roles.length === 0 ? '' : ` (${roles.join(', ')})`}`;
}

function rowsOf({ messages, writes, marks }: Diagram): Row[] {
  const rows: Row[] = marks.map(({ lane, atNs, text, kind }) => {
    const order = kind === 'invoke' ? 0 : kind === 'done' ? 9 : kind === 'commit' ? 4 : 3;
    return {
      atNs,
      lane,
      from: undefined,
      text,
      critical: kind === 'commit' || kind === 'done' || kind === 'submit',
      order,
    };
  });
  for (const { from, to, sentNs, arrivedNs, text, critical, lost } of messages) {
    if (arrivedNs !== undefined) {
      const told = `${shortened(text)}  (${nsText(arrivedNs - sentNs)} on the way)`;
      rows.push({ atNs: arrivedNs, lane: to, from, text: told, critical, order: 2 });
    } else {
      const told = `${shortened(text)} to ${to === 'client' ? 'the client' : `node ${to}`}: ${lost ? 'lost' : 'under way at the end'}`;
      rows.push({ atNs: sentNs, lane: from, from: undefined, text: told, critical, order: 5 });
    }
  }
  for (const { node, fromNs, toNs, text } of writes) {
    rows.push({
      atNs: fromNs,
      lane: node,
      from: undefined,
      text: `writes ${shortened(text)}`,
      critical: false,
      order: 5,
    });
    if (toNs !== undefined) {
      rows.push({
        atNs: toNs,
        lane: node,
        from: undefined,
        text: `durable, ${nsText(toNs - fromNs)} later`,
        critical: false,
        order: 1,
      });
    }
  }
  return rows;
}

/** The SVG and the JSON have all of it. */
const LONGEST = 72;

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

function drawn(lanes: readonly Lane[], { lane, from }: Row): string {
  const at = lane === undefined ? -1 : lanes.indexOf(lane);
  const source = from === undefined ? at : lanes.indexOf(from);
  const [low, high] = [Math.min(at, source), Math.max(at, source)];
  let text = '';
  for (let i = 0; i < lanes.length; i++) {
    const crossed = i > low && i < high;
    text += at === -1 ? '!' : i === at ? 'o' : i === source ? '*' : crossed ? '-' : '|';
    if (i === lanes.length - 1) break;
    const between = at !== -1 && i >= low && i < high;
    const gap = (between ? '-' : ' ').repeat(LANE_WIDTH - 1);
    text +=
      between && source < at && i === at - 1
        ? `${gap.slice(1)}>`
        : between && source > at && i === at
          ? `<${gap.slice(1)}`
          : gap;
  }
  return text;
}
