/** The diagram as an SVG file: time from left to right, a lane per client and node, and above them where the time went. */
import type { Diagram, DiskWrite, Lane, Mark, Message } from './diagram.ts';
import type { Part } from './split.ts';
import { nsText, shortNs } from './words.ts';
import { DIAGRAM_STYLE } from './svg-style.ts';

const WIDTH = 1120;
const LEFT = 142;
const RIGHT = 26;
const TOP = 62;
const BAR_HEIGHT = 24;
const LANES_TOP = 172;
const LANE_GAP = 66;
const WRITE_HEIGHT = 9;
const CHARACTER = 6.3;
/** Room below the last lane for the axis and the lines that say what is meant and what is left out. */
const BOTTOM = 108;

/** Parts alternate dark and light, and have the colours of the report's chart of the same parts. */
const COLOURS: Readonly<Record<Part['name'], string>> = {
  retry: '#999999',
  'request link': '#56b4e9',
  queue: '#5b3a8c',
  disk: '#e69f00',
  quorum: '#0072b2',
  apply: '#66c2a5',
  'reply link': '#56b4e9',
  unanswered: '#999999',
};

export function diagramSvg(diagram: Diagram): string {
  const page = new Page(diagram);
  const height = page.laneY(diagram.nodes - 1) + BOTTOM;
  const body = [
    `<text class="title" x="16" y="26">${escape(diagram.title)}</text>`,
    `<text class="faint" x="16" y="46">${escape(diagram.subtitle)}</text>`,
    ...page.split(),
    ...page.grid(height - BOTTOM + 34),
    ...page.lanes(),
    ...diagram.writes.map((write) => page.write(write)),
    // The path that the reply waited for lies on top.
    ...diagram.messages.filter(({ critical }) => !critical).map((message) => page.message(message)),
    ...diagram.messages.filter(({ critical }) => critical).map((message) => page.message(message)),
    ...diagram.marks.map((mark) => page.mark(mark)),
    ...page.labels(),
    ...page.legend(height - 30),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escape(`${diagram.title}. ${diagram.subtitle}`)}">
<style>${DIAGRAM_STYLE}</style>
${body.join('\n')}
</svg>
`;
}

class Page {
  private readonly diagram: Diagram;

  constructor(diagram: Diagram) {
    this.diagram = diagram;
  }

  private x(ns: number): number {
    const { startNs, endNs } = this.diagram;
    const share = endNs === startNs ? 0 : (ns - startNs) / (endNs - startNs);
    return Number((LEFT + share * (WIDTH - LEFT - RIGHT)).toFixed(2));
  }

  laneY(lane: Lane): number {
    return LANES_TOP + (lane === 'client' ? 0 : lane + 1) * LANE_GAP;
  }

  /** Where the time went, on the axis of the diagram; what is too short for its name has it in the title alone. */
  split(): string[] {
    const shown = this.diagram.parts.filter(({ fromNs, toNs }) => toNs > fromNs);
    const placed: { readonly from: number; readonly to: number }[] = [];
    // The long parts are named first.
    const named = [...shown].sort((a, b) => b.toNs - b.fromNs - (a.toNs - a.fromNs));
    return named.flatMap((part) => {
      const [from, to] = [this.x(part.fromNs), this.x(part.toNs)];
      const bar = `<rect x="${from}" y="${TOP}" width="${Math.max(1, to - from).toFixed(2)}" height="${BAR_HEIGHT}" fill="${COLOURS[part.name]}"><title>${escape(`${part.name}: ${nsText(part.toNs - part.fromNs)}, ${part.about}`)}</title></rect>`;
      const text = `${part.name} ${shortNs(part.toNs - part.fromNs)}`;
      const half = (text.length * CHARACTER) / 2;
      const at = Math.min(Math.max((from + to) / 2, LEFT + half), WIDTH - RIGHT - half);
      if (placed.some((other) => at - half < other.to && at + half > other.from)) return [bar];
      placed.push({ from: at - half - 4, to: at + half + 4 });
      return [
        bar,
        `<text class="small halo" text-anchor="middle" x="${at.toFixed(2)}" y="${TOP + BAR_HEIGHT + 16}">${escape(text)}</text>`,
      ];
    });
  }

  grid(bottom: number): string[] {
    const { startNs, endNs, parts } = this.diagram;
    const step = roundStep((endNs - startNs) / 8);
    const lines: string[] = [];
    for (let ns = 0; ns <= endNs - startNs && step > 0; ns += step) {
      const x = this.x(startNs + ns);
      lines.push(`<line class="grid" x1="${x}" x2="${x}" y1="${bottom - 6}" y2="${bottom}"/>`);
      lines.push(
        `<text class="faint small" text-anchor="middle" x="${x}" y="${bottom + 14}">${tickText(ns, step)}</text>`,
      );
    }
    lines.push(`<text class="faint small" x="16" y="${bottom + 14}">since sent</text>`);
    for (const { toNs, fromNs } of parts) {
      if (toNs === fromNs || toNs === endNs) continue;
      const x = this.x(toNs);
      lines.push(
        `<line class="grid" stroke-dasharray="2 4" x1="${x}" x2="${x}" y1="${TOP + BAR_HEIGHT}" y2="${bottom - 6}"/>`,
      );
    }
    return lines;
  }

  lanes(): string[] {
    const { nodes, clientName, straggler, answeredBy, downtimes } = this.diagram;
    const lanes: Lane[] = ['client', ...Array.from({ length: nodes }, (_, node) => node)];
    const lines = lanes.flatMap((lane) => {
      const y = this.laneY(lane);
      const name = lane === 'client' ? clientName : `node ${lane}`;
      const role = lane === straggler ? 'last of the quorum' : lane === answeredBy ? 'serves it' : '';
      return [
        `<line class="lane" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/>`,
        `<text x="16" y="${y + (role === '' ? 4 : -2)}">${name}</text>`,
        role === ''
          ? ''
          : `<text class="small ${lane === straggler ? 'straggler' : 'faint'}" x="16" y="${y + 13}">${role}</text>`,
      ];
    });
    const down = downtimes.map(({ node, fromNs, toNs }) => {
      const y = this.laneY(node);
      return `<line class="down" x1="${this.x(fromNs)}" x2="${this.x(toNs)}" y1="${y}" y2="${y}"><title>node ${node} is down</title></line>`;
    });
    return [...lines.filter((line) => line !== ''), ...down];
  }

  write({ node, fromNs, toNs, text }: DiskWrite): string {
    const [from, to] = [this.x(fromNs), this.x(toNs ?? this.diagram.endNs)];
    const told = toNs === undefined ? 'not durable before the end' : `durable after ${nsText(toNs - fromNs)}`;
    return `<rect class="write" x="${from}" y="${this.laneY(node) + 2}" width="${Math.max(1.5, to - from).toFixed(2)}" height="${WRITE_HEIGHT}"><title>${escape(`node ${node} writes ${text}: ${told}`)}</title></rect>`;
  }

  message({ from, to, sentNs, arrivedNs, text, critical, lost }: Message): string {
    const [x1, y1, y2] = [this.x(sentNs), this.laneY(from), this.laneY(to)];
    const title = `<title>${escape(`${text}: ${nameOf(from)} to ${nameOf(to)}${arrivedNs === undefined ? (lost ? ', lost' : ', arrives later') : `, under way ${nsText(arrivedNs - sentNs)}`}`)}</title>`;
    if (arrivedNs === undefined) {
      // A stub on its way, with a cross where it was lost.
      const [x, y] = [Math.min(x1 + 14, WIDTH - 6), y1 + (y2 - y1) * 0.4];
      const cross = lost
        ? `<path class="cross" d="M${x - 4} ${y - 4}L${x + 4} ${y + 4}M${x - 4} ${y + 4}L${x + 4} ${y - 4}"/>`
        : '';
      return `<g>${title}<line class="message lost" x1="${x1}" x2="${x}" y1="${y1}" y2="${y}"/>${cross}</g>`;
    }
    const x2 = this.x(arrivedNs);
    return `<g>${title}<line class="message${critical ? ' critical' : ''}" x1="${x1}" x2="${x2}" y1="${y1}" y2="${y2}"/>${arrowHead(x1, y1, x2, y2, critical)}</g>`;
  }

  mark({ lane, atNs, kind, text }: Mark): string {
    const x = this.x(atNs);
    const title = `<title>${escape(`${text}, after ${nsText(atNs - this.diagram.startNs)}`)}</title>`;
    if (lane === undefined) {
      const bottom = this.laneY(this.diagram.nodes - 1) + 12;
      return `<g>${title}<line class="event" x1="${x}" x2="${x}" y1="${LANES_TOP - 12}" y2="${bottom}"/><text class="small bad halo" text-anchor="middle" x="${x}" y="${bottom + 12}">${escape(text.split(' ')[0]!)}</text></g>`;
    }
    const y = this.laneY(lane);
    if (kind === 'timer' || kind === 'event') {
      return `<circle class="timer" cx="${x}" cy="${y}" r="3.5">${title}</circle>`;
    }
    if (kind === 'crash' || kind === 'start' || kind === 'timeout') {
      return `<g>${title}<circle class="bad" cx="${x}" cy="${y}" r="4.5"/><text class="small bad halo" text-anchor="${x > WIDTH - 90 ? 'end' : 'middle'}" x="${x}" y="${y - 8}">${escape(text)}</text></g>`;
    }
    return `<circle cx="${x}" cy="${y}" r="4" class="dot">${title}</circle>`;
  }

  /** Names of messages: of each kind the copy on the path, else the first one; where two would meet, the earlier stays. */
  labels(): string[] {
    const { messages, marks } = this.diagram;
    const named = [...messages].sort((a, b) => Number(b.critical) - Number(a.critical) || a.sentNs - b.sentNs);
    const taken: { readonly x: number; readonly y: number; readonly half: number }[] = [];
    const lines: string[] = [];
    const put = (text: string, x: number, y: number, className: string) => {
      const half = (text.length * CHARACTER) / 2 + 4;
      const at = Math.min(Math.max(x, LEFT + half), WIDTH - half);
      if (taken.some((other) => Math.abs(other.y - y) < 13 && Math.abs(other.x - at) < other.half + half)) return;
      taken.push({ x: at, y, half });
      lines.push(
        `<text class="small halo ${className}" text-anchor="middle" x="${at.toFixed(2)}" y="${y.toFixed(2)}">${escape(text)}</text>`,
      );
    };
    for (const { kind, lane, atNs, text } of marks) {
      if (lane !== undefined && (kind === 'commit' || kind === 'submit'))
        put(kind === 'commit' ? text : 'submits', this.x(atNs), this.laneY(lane) - 8, '');
    }
    for (const { from, to, sentNs, arrivedNs, label, critical } of named) {
      if (arrivedNs === undefined) continue;
      const share = critical ? 0.5 : 0.38;
      const x = this.x(sentNs) + (this.x(arrivedNs) - this.x(sentNs)) * share;
      const y = this.laneY(from) + (this.laneY(to) - this.laneY(from)) * share + 4;
      put(label, x, y, critical ? 'critical-text' : 'faint');
    }
    return lines;
  }

  legend(y: number): string[] {
    const { otherMessages, straggler, parts } = this.diagram;
    const waited = parts.some(({ name, fromNs, toNs }) => name === 'quorum' && toNs > fromNs);
    const found = [
      ...(straggler === undefined
        ? []
        : [
            waited
              ? `node ${straggler} was the last that the quorum waited for`
              : `last was the disk of node ${straggler}`,
          ]),
      `${otherMessages.toLocaleString('en-US')} messages of other operations are not drawn`,
    ];
    const signs = [
      'strong: what the reply waited for',
      'bars on lanes: written, until durable',
      'rings: timers and elections',
    ];
    return [signs, found].map(
      (texts, line) => `<text class="faint small" x="16" y="${y + 16 * line}">${escape(texts.join('   ·   '))}</text>`,
    );
  }
}

const nameOf = (lane: Lane): string => (lane === 'client' ? 'the client' : `node ${lane}`);

function arrowHead(x1: number, y1: number, x2: number, y2: number, critical: boolean): string {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
  const size = critical ? 9 : 7;
  const [bx, by] = [x2 - dx * size, y2 - dy * size];
  const point = (x: number, y: number) => `${x.toFixed(2)},${y.toFixed(2)}`;
  const side = size * 0.42;
  return `<polygon class="${critical ? 'critical-head' : 'head'}" points="${point(x2, y2)} ${point(bx - dy * side, by + dx * side)} ${point(bx + dy * side, by - dx * side)}"/>`;
}

/** 1, 2 or 5 of a decade, at least `ns`. */
function roundStep(ns: number): number {
  if (ns <= 0) return 0;
  const decade = 10 ** Math.floor(Math.log10(ns));
  return decade * ([1, 2, 5, 10].find((factor) => factor * decade >= ns) ?? 10);
}

function tickText(ns: number, step: number): string {
  if (step >= 1_000_000_000) return `${ns / 1_000_000_000} s`;
  return step >= 100_000 ? `${Number((ns / 1_000_000).toFixed(3))} ms` : `${Number((ns / 1000).toFixed(3))} µs`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
