/** Writes one frame after the other into its own memory: fixed fields where the reader knows what comes, and plain data. */
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
  SHAPE,
  SHORT_ARRAY,
  SHORT_STRING,
  TRUE,
  U16,
  U32,
  UNDEFINED,
  WIDE_STRING,
  WORD,
  type Vocabulary,
} from './codec.ts';

const INITIAL_BYTES = 4096;
/** Room for a tag and any number. */
const LARGEST_NUMBER_BYTES = 9;

export class Encoder {
  /** The frame: its first `length` bytes. Another array once it has grown. */
  bytes = new Uint8Array(INITIAL_BYTES);
  length = 0;
  private view = new DataView(this.bytes.buffer);
  private readonly vocabulary: Vocabulary;

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** A new frame. */
  begin(kind: number): void {
    this.length = 0;
    this.u8(kind);
  }

  u8(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  u32(value: number): void {
    this.reserve(4);
    this.view.setUint32(this.length, value, true);
    this.length += 4;
  }

  f64(value: number): void {
    this.reserve(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** Makes the frame at least so long: a payload of which only the size matters is carried all the same. */
  padTo(length: number): void {
    if (length <= this.length) return;
    this.reserve(length - this.length);
    this.length = length;
  }

  /** Overwrites what `f64` wrote at `at`. */
  putF64(at: number, value: number): void {
    this.view.setFloat64(at, value, true);
  }

  /** Plain data, to any depth. @throws TypeError for anything else, such as a function or a Map */
  value(value: unknown): void {
    switch (typeof value) {
      case 'number':
        this.number(value);
        break;
      case 'string':
        this.string(value);
        break;
      case 'object':
        if (value === null) this.u8(NULL);
        else if (Array.isArray(value)) this.array(value);
        else this.object(value);
        break;
      case 'boolean':
        this.u8(value ? TRUE : FALSE);
        break;
      case 'undefined':
        this.u8(UNDEFINED);
        break;
      case 'bigint':
      case 'symbol':
      case 'function':
        throw new TypeError(`a ${typeof value} cannot be sent; send plain data`);
    }
  }

  private number(value: number): void {
    this.reserve(LARGEST_NUMBER_BYTES);
    // -0 is none of the integers.
    if (value >>> 0 !== value || (value === 0 && 1 / value < 0)) {
      if (value === -1) {
        this.bytes[this.length++] = MINUS_ONE;
        return;
      }
      this.bytes[this.length] = F64;
      this.view.setFloat64(this.length + 1, value, true);
      this.length += 9;
    } else if (value < 256 - FIRST_INTEGER) {
      this.bytes[this.length++] = FIRST_INTEGER + value;
    } else if (value < 0x10000) {
      this.bytes[this.length] = U16;
      this.view.setUint16(this.length + 1, value, true);
      this.length += 3;
    } else {
      this.bytes[this.length] = U32;
      this.view.setUint32(this.length + 1, value, true);
      this.length += 5;
    }
  }

  private string(value: string): void {
    const { length } = value;
    this.reserve(5 + length);
    const start = this.length;
    if (length < 256) {
      this.bytes[this.length++] = SHORT_STRING;
      this.bytes[this.length++] = length;
    } else {
      this.u8(LATIN_STRING);
      this.u32(length);
    }
    const { bytes } = this;
    const at = this.length;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0xff) {
        this.length = start;
        this.wideString(value);
        return;
      }
      bytes[at + i] = code;
    }
    this.length = at + length;
  }

  private wideString(value: string): void {
    this.u8(WIDE_STRING);
    this.u32(value.length);
    this.reserve(2 * value.length);
    for (let i = 0; i < value.length; i++, this.length += 2) {
      this.view.setUint16(this.length, value.charCodeAt(i), true);
    }
  }

  private array(values: readonly unknown[]): void {
    const { length } = values;
    if (length < 256) {
      this.u8(SHORT_ARRAY);
      this.u8(length);
    } else {
      this.u8(ARRAY);
      this.u32(length);
    }
    for (let i = 0; i < length; i++) this.value(values[i]);
  }

  private object(object: object): void {
    const shape = this.vocabulary.shapeOf(object);
    if (shape === undefined) {
      this.dictionary(object as Readonly<Record<string, unknown>>);
      return;
    }
    const { number } = shape;
    if (number < FIRST_INTEGER - FIRST_SHAPE) this.u8(FIRST_SHAPE + number);
    else this.tagged(SHAPE, number);
    shape.write(this, object);
  }

  telling(value: unknown): void {
    const number = typeof value === 'string' ? this.vocabulary.wordNumber(value) : undefined;
    if (number === undefined) this.value(value);
    else this.tagged(WORD, number);
  }

  private dictionary(fields: Readonly<Record<string, unknown>>): void {
    const keys = Object.keys(fields);
    this.u8(DICTIONARY);
    this.u32(keys.length);
    for (const key of keys) {
      this.string(key);
      this.value(fields[key]);
    }
  }

  private tagged(tag: number, number: number): void {
    this.reserve(3);
    this.bytes[this.length] = tag;
    this.view.setUint16(this.length + 1, number, true);
    this.length += 3;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.bytes.length) return;
    const larger = new Uint8Array(2 * (this.length + bytes));
    larger.set(this.bytes);
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
}
