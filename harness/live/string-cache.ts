/** Strings of bytes, by what they hold: keys and numbers of clients come again and again, and making a string costs more. */
const SLOTS = 4096;
const LONGEST = 24;

export class StringCache {
  private readonly strings = new Array<string>(SLOTS).fill('');

  /** The Latin-1 string in `length` bytes from `start`. */
  get(bytes: Buffer, start: number, length: number): string {
    if (length > LONGEST) return bytes.toString('latin1', start, start + length);
    let hash = length;
    for (let i = 0; i < length; i++) hash = (Math.imul(hash, 31) + bytes[start + i]!) | 0;
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const known = this.strings[slot]!;
    if (holds(known, bytes, start, length)) return known;
    return (this.strings[slot] = bytes.toString('latin1', start, start + length));
  }
}

function holds(text: string, bytes: Uint8Array, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
