/** SVG to PNG without a browser, at twice the size, so that it is sharp on paper. Loaded when a PNG is asked for. */
import { UserError } from '../user-error.ts';

const ZOOM = 2;

/** If nothing of it is drawn, there is no font on this machine. */
const WRITTEN =
  '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text x="2" y="16" font-family="sans-serif">M</text></svg>';

/**
 * With the fonts of this machine: other machines may draw letters of other shapes, which is why the result set of record
 * holds SVG.
 * @returns a function from SVG to the bytes of a PNG. @throws UserError without any font: all text would be missing
 */
export async function pngRenderer(): Promise<(svg: string) => Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  if (new Resvg(WRITTEN).render().pixels.every((byte) => byte === 0)) {
    throw new UserError(
      'a PNG needs a font to write its text with, and this machine has none; install one, such as the package fonts-dejavu-core, or use the SVG',
    );
  }
  return (svg) => new Resvg(svg, { fitTo: { mode: 'zoom', value: ZOOM } }).render().asPng();
}
