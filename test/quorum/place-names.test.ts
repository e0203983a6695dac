/** Names beside points lie neither on each other nor on points. */
import { describe, expect, it } from 'vitest';
import { placeNames, SIDES } from '../../harness/quorums/place-names.ts';

const sidesOf = (dots: readonly (readonly [x: number, y: number, name?: string])[]) =>
  placeNames(
    dots.map(([x, y, name]) => ({ x, y, name })),
    420,
  ).map((index) => index && SIDES[index]);

describe('names', () => {
  it('stand right of their point and above, where nothing is in the way', () => {
    expect(placeNames([{ x: 50, y: 50, name: '4/3' }], 420)).toEqual([0]);
  });

  it('give way to a name that was placed before', () => {
    const [first, second] = placeNames(
      [
        { x: 40, y: 100, name: 'zones:2x3=2/1' },
        { x: 95, y: 97, name: '4/3' },
      ],
      420,
    );
    expect([first, second]).not.toEqual([0, 0]);
  });

  it('give way to points, and stay within the picture', () => {
    expect(
      sidesOf([
        [100, 100, 'majority'],
        [125, 93],
      ])[0],
    ).not.toEqual(SIDES[0]);
    expect(sidesOf([[415, 100, 'a rather long expression']])[0]?.align).toBe('right');
  });

  it('are not made for points without one', () => {
    expect(placeNames([{ x: 1, y: 1, name: undefined }], 420)).toEqual([undefined]);
  });
});
