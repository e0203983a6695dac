/** Applies the edits of a mutant to the text of a module. */
import type { Edit } from './mutant.ts';

/** @throws Error unless the edit's code is there exactly once */
export function applyEdit(text: string, { file, find, replace }: Edit): string {
  const places: number[] = [];
  let squeezed = '';
  for (let i = 0; i < text.length; i++) {
    if (isSpace(text[i]!)) continue;
    squeezed += text[i]!;
    places.push(i);
  }
  const wanted = Array.from(find)
    .filter((character) => !isSpace(character))
    .join('');
  const first = squeezed.indexOf(wanted);
  if (first < 0) throw new Error(`${file} does not hold: ${find}`);
  if (squeezed.indexOf(wanted, first + 1) >= 0) throw new Error(`${file} holds more than once: ${find}`);
  const end = places[first + wanted.length - 1]! + 1;
  return text.slice(0, places[first]) + replace + text.slice(end);
}

function isSpace(character: string): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t';
}
