/** Names beside points of a picture, such that none lies on another name or on a point. */

/** In pixels from the upper left corner. */
export interface Dot {
  readonly x: number;
  readonly y: number;
  /** Of all that share the point; `undefined` for a dot without a name. */
  readonly name: string | undefined;
}

/** Where a name goes, from its point. */
export interface Side {
  readonly align: 'left' | 'right';
  readonly dx: number;
  readonly dy: number;
}

/** The first is taken where nothing is in the way. */
export const SIDES: readonly Side[] = [
  { align: 'left', dx: 7, dy: -7 },
  { align: 'left', dx: 7, dy: 10 },
  { align: 'right', dx: -7, dy: -7 },
  { align: 'right', dx: -7, dy: 10 },
];

/** Of a letter of 10 pixels. */
const LETTER = { width: 5.8, height: 11 };
const DOT = 4;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** For each dot the index of its side in `SIDES`; of those that collide the one that lies on least. */
export function placeNames(dots: readonly Dot[], width: number): (number | undefined)[] {
  const taken = dots.map(({ x, y }): Box => ({ left: x - DOT, right: x + DOT, top: y - DOT, bottom: y + DOT }));
  return dots.map((dot) => {
    if (dot.name === undefined) return undefined;
    const boxes = SIDES.map((side) => boxOf(dot, dot.name!, side));
    const costs = boxes.map((box) => outside(box, width) + taken.reduce((sum, other) => sum + shared(box, other), 0));
    const best = costs.indexOf(Math.min(...costs));
    taken.push(boxes[best]!);
    return best;
  });
}

function boxOf({ x, y }: Dot, name: string, { align, dx, dy }: Side): Box {
  const length = name.length * LETTER.width;
  const left = align === 'left' ? x + dx : x + dx - length;
  return { left, right: left + length, top: y + dy - LETTER.height / 2, bottom: y + dy + LETTER.height / 2 };
}

/** Square pixels that two boxes have in common. */
function shared(a: Box, b: Box): number {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return across > 0 && down > 0 ? across * down : 0;
}

/** Square pixels beyond the picture's sides; on the right there is some room. */
function outside({ left, right }: Box, width: number): number {
  return LETTER.height * (Math.max(0, -left) + Math.max(0, right - width - 60));
}
