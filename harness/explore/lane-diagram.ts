/** A path as a lane diagram in text: a column per node, a row per step; `o` marks where it happens, `>` whence a message came. */
import type { PathStep } from './model.ts';

const LANE_WIDTH = 4;

export function laneDiagram(lanes: readonly string[], path: readonly PathStep[]): string {
  const numberWidth = String(path.length).length;
  const margin = ' '.repeat(numberWidth + 2);
  const legend = lanes.map((name, lane) => `${margin}${'|'.padEnd(LANE_WIDTH).repeat(lane)}${name}`);
  const rows = path.map((step, index) => {
    return `${String(index + 1).padStart(numberWidth)}  ${row(lanes.length, step)}  ${step.text}`;
  });
  return [...legend, ...rows].join('\n');
}

function row(laneCount: number, { at, from }: PathStep): string {
  const low = Math.min(at, from ?? at);
  const high = Math.max(at, from ?? at);
  let text = '';
  for (let lane = 0; lane < laneCount; lane++) {
    const isBetween = lane >= low && lane < high;
    const fill = (isBetween ? '-' : ' ').repeat(LANE_WIDTH - 1);
    text += markAt(lane, at, from, isBetween || (lane > low && lane <= high)) + withHead(fill, lane, at, from);
  }
  return text.trimEnd().padEnd(laneCount * LANE_WIDTH - LANE_WIDTH + 1);
}

function markAt(lane: number, at: number, from: number | undefined, isCrossed: boolean): string {
  if (lane === at) return 'o';
  if (lane === from) return '*';
  return isCrossed ? '-' : '|';
}

/** The arrow's head, right before or behind the lane where the message arrives. */
function withHead(fill: string, lane: number, at: number, from: number | undefined): string {
  if (from === undefined || from === at) return fill;
  if (from < at && lane === at - 1) return `${fill.slice(1)}>`;
  if (from > at && lane === at) return `<${fill.slice(1)}`;
  return fill;
}
