/** Reads the frames of one sender, where they lie: what its `Encoder` wrote comes out equal, key order included. */
import {
  ARRAY,
  DICTIONARY,
  F64,
  FALSE,
  FIRST_INTEGER,
  FIRST_SHAPE,
  LATIN_STRING,
  MINUS_ONE,
  NULL,
  objectReader,
  SHAPE,
  SHORT_ARRAY,
  SHORT_STRING,
  TRUE,
  U16,
  U32,
  UNDEFINED,
  WIDE_STRING,
  WORD,
} from './codec.ts';
import { StringCache } from './string-cache.ts';

export class Decoder {
  private source: Uint8Array = new Uint8Array(0);
  /** The same memory, as what makes strings of it. */
  private bytes = Buffer.from(this.source.buffer);
  private view = new DataView(this.source.buffer);
  private at = 0;
  private readonly shapes: ReturnType<typeof objectReader>[] = [];
  private readonly words: string[] = [];
  private readonly strings = new StringCache();

  /** Shapes and words that are about to be used: what `Vocabulary.since` gave. */
  learn(bytes: Uint8Array, start: number, end: number): void {
    const entries = JSON.parse(new TextDecoder().decode(bytes.slice(start, end))) as (readonly string[] | string)[];
    for (const entry of entries) {
      if (typeof entry === 'string') this.words.push(entry);
      else this.shapes.push(objectReader(entry));
    }
  }

  /** A frame that begins at `start`. Returns its kind. */
  begin(bytes: Uint8Array, start: number): number {
    if (bytes !== this.source) {
      this.source = bytes;
      this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.at = start;
    return this.u8();
  }

  /** Where what has been read ends. */
  get position(): number {
    return this.at;
  }

  u8(): number {
    return this.bytes[this.at++]!;
  }

  u32(): number {
    this.at += 4;
    return this.view.getUint32(this.at - 4, true);
  }

  f64(): number {
    this.at += 8;
    return this.view.getFloat64(this.at - 8, true);
  }

  value(): unknown {
    const tag = this.bytes[this.at++]!;
    if (tag >= FIRST_INTEGER) return tag - FIRST_INTEGER;
    if (tag >= FIRST_SHAPE) return this.object(this.shapes[tag - FIRST_SHAPE]);
    switch (tag) {
      case NULL:
        return null;
      case UNDEFINED:
        return undefined;
      case FALSE:
        return false;
      case TRUE:
        return true;
      case F64:
        return this.f64();
      case U16:
        return this.u16();
      case U32:
        return this.u32();
      case MINUS_ONE:
        return -1;
      case WIDE_STRING:
        return this.wideString(this.u32());
      case SHORT_ARRAY:
        return this.array(this.u8());
      case ARRAY:
        return this.array(this.u32());
      case SHAPE:
        return this.object(this.shapes[this.u16()]);
      case WORD:
        return this.words[this.u16()];
      case DICTIONARY:
        return this.dictionary(this.u32());
      default:
        return this.latinString(tag);
    }
  }

  private u16(): number {
    this.at += 2;
    return this.view.getUint16(this.at - 2, true);
  }

  private latinString(tag: number): string {
    if (tag !== SHORT_STRING && tag !== LATIN_STRING) throw new Error(`a frame with the unknown tag ${tag}`);
    const length = tag === SHORT_STRING ? this.u8() : this.u32();
    const start = this.at;
    this.at += length;
    return this.strings.get(this.bytes, start, length);
  }

  private wideString(length: number): string {
    let text = '';
    for (let i = 0; i < length; i++) text += String.fromCharCode(this.u16());
    return text;
  }

  private array(length: number): unknown[] {
    const values = new Array<unknown>(length);
    for (let i = 0; i < length; i++) values[i] = this.value();
    return values;
  }

  private object(read: ReturnType<typeof objectReader> | undefined): object {
    if (read === undefined) throw new Error('a frame uses a shape that was not told before');
    return read(this);
  }

  private dictionary(length: number): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    for (let i = 0; i < length; i++) {
      const key = this.value() as string;
      // `__proto__` is a key like any other in data.
      Object.defineProperty(object, key, { value: this.value(), enumerable: true, configurable: true, writable: true });
    }
    return object;
  }
}
