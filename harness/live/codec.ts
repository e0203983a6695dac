/**
 * A binary form for plain data: what messages, records, batches and commands are made of. It needs no schema. The keys of an
 * object are sent once per link, as a *shape* with a number, and so are the few strings that say of which kind an object is.
 *
 *     0 null   1 undefined   2 false   3 true   4 f64   5 u16   6 u32   7 the number -1
 *     8 u8 length, Latin-1   9 u32 length, Latin-1   10 u32 length, UTF-16: any string of JavaScript, to the code unit
 *     11 u8 length, items    12 u32 length, items
 *     13 u16 shape, values   14 u16 word             15 u32 count, then key and value of each: for shapes too many
 *     16-63 the shapes 0 to 47, values               64-255 the integers 0 to 191
 *
 * Who encodes for several receivers encodes once: shapes and words are numbered per sender, and a receiver is told in a frame
 * of their own, before it needs them, those that it does not know (`Vocabulary.since`, `Decoder.learn`). Little-endian.
 */
export const NULL = 0;
export const UNDEFINED = 1;
export const FALSE = 2;
export const TRUE = 3;
export const F64 = 4;
export const U16 = 5;
export const U32 = 6;
export const MINUS_ONE = 7;
export const SHORT_STRING = 8;
export const LATIN_STRING = 9;
export const WIDE_STRING = 10;
export const SHORT_ARRAY = 11;
export const ARRAY = 12;
export const SHAPE = 13;
export const WORD = 14;
export const DICTIONARY = 15;
export const FIRST_SHAPE = 16;
export const FIRST_INTEGER = 64;

/** More are sent in full: objects used as maps would make no end of shapes. */
const MOST_ENTRIES = 4096;

/** The keys of which the values are words: they tell of which kind an object is. */
const TELLING_KEYS: ReadonlySet<string> = new Set(['type', 'kind']);

/** What writes values. */
export interface ValueSink {
  value(value: unknown): void;
  /** One that tells of which kind the object is. */
  telling(value: unknown): void;
}

/** What reads values. */
export interface ValueSource {
  value(): unknown;
}

/** One set of keys in one order. */
export interface Shape {
  readonly number: number;
  /** The values of an object of this shape. */
  readonly write: (sink: ValueSink, object: object) => void;
}

/*
 * Code of its own for each shape, as a literal with these keys would be: an object that is read or made key by key takes
 * several times as long.
 */

function shapeOfKeys(number: number, keys: readonly string[]): Shape {
  const writes = keys.map(
    (key) => `sink.${TELLING_KEYS.has(key) ? 'telling' : 'value'}(object[${JSON.stringify(key)}]);`,
  );
  return { number, write: compile<Shape['write']>('sink', 'object', writes.join('\n')) };
}

/** Reads the values of one shape into an object. */
export function objectReader(keys: readonly string[]): (source: ValueSource) => object {
  // In brackets, `__proto__` is a key like any other.
  const fields = keys.map((key) => `${key === '__proto__' ? '["__proto__"]' : JSON.stringify(key)}: source.value()`);
  return compile('source', `return { ${fields.join(', ')} };`);
}

function compile<F>(...argumentsAndBody: string[]): F {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- keys are quoted, wherever they come from
  return new Function(...argumentsAndBody) as F;
}

/** A prefix of the keys of some shape: the way from key to key is faster than hashing all of them. */
class Prefix {
  shape: Shape | undefined;
  private readonly next = new Map<string, Prefix>();
  private lastKey: string | undefined;
  private last: Prefix | undefined;

  followedBy(key: string): Prefix {
    if (key === this.lastKey) return this.last!;
    let prefix = this.next.get(key);
    if (prefix === undefined) this.next.set(key, (prefix = new Prefix()));
    this.lastKey = key;
    return (this.last = prefix);
  }
}

/** The shapes and words of one sender. */
export class Vocabulary {
  private readonly root = new Prefix();
  private readonly words = new Map<string, number>();
  /** In the order in which they were met; a word is a string. */
  private readonly entries: (readonly string[] | string)[] = [];
  private shapeCount = 0;

  /** How many shapes and words there are: what a receiver is to know. */
  get size(): number {
    return this.entries.length;
  }

  /** What came after the first `known` entries, for `Decoder.learn`. JSON: it is rare. */
  since(known: number): Uint8Array {
    return new TextEncoder().encode(JSON.stringify(this.entries.slice(known)));
  }

  /** `undefined`: there are too many shapes. @throws TypeError for what is no plain object */
  shapeOf(object: object): Shape | undefined {
    let prefix = this.root;
    for (const key in object) prefix = prefix.followedBy(key);
    return prefix.shape !== undefined && prefix !== this.root ? prefix.shape : this.newShape(object, prefix);
  }

  /** `undefined`: there are too many words. */
  wordNumber(word: string): number | undefined {
    const number = this.words.get(word);
    if (number !== undefined || this.words.size >= MOST_ENTRIES) return number;
    this.entries.push(word);
    this.words.set(word, this.words.size);
    return this.words.size - 1;
  }

  private newShape(object: object, prefix: Prefix): Shape | undefined {
    if (Object.getPrototypeOf(object) !== Object.prototype) {
      throw new TypeError(`${Object.prototype.toString.call(object)} cannot be sent; send plain objects and arrays`);
    }
    if (prefix.shape !== undefined || this.shapeCount >= MOST_ENTRIES) return prefix.shape;
    const keys = Object.keys(object);
    this.entries.push(keys);
    return (prefix.shape = shapeOfKeys(this.shapeCount++, keys));
  }
}
