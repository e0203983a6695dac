/**
 * A set of fixed-width rows of 32-bit integers: exact (no fingerprints, so no false "seen before"), insertion-ordered, and
 * compact: rows lie end to end in typed arrays, found through one open-addressed table.
 */

/** Rows are kept in blocks, so that growth copies nothing and no array exceeds what an engine allocates. */
const BLOCK_BITS = 14;
const BLOCK_ROWS = 1 << BLOCK_BITS;
/** The first block grows from this, for most sets stay small and there are many. */
const FIRST_ROWS = 16;

export class RowSet {
  /** Integers in a row. */
  readonly width: number;
  /** Rows in the set. */
  size = 0;
  private readonly blocks: Int32Array[] = [];
  private table: Int32Array;
  private mask: number;

  constructor(width: number) {
    this.width = width;
    this.table = new Int32Array(FIRST_ROWS * 2).fill(-1);
    this.mask = this.table.length - 1;
  }

  /** Bytes held. */
  get bytes(): number {
    const later = Math.max(0, this.blocks.length - 1) * BLOCK_ROWS * this.width;
    return ((this.blocks[0]?.length ?? 0) + later + this.table.length) * 4;
  }

  /** Adds the row that starts at `offset`. Its index, or -1 if it was there already. */
  add(row: Int32Array, offset = 0): number {
    let at = this.hash(row, offset) & this.mask;
    for (let index = this.table[at]!; index !== -1; index = this.table[at]!) {
      if (this.equals(index, row, offset)) return -1;
      at = (at + 1) & this.mask;
    }
    const index = this.size++;
    this.table[at] = index;
    this.store(index, row, offset);
    if (this.size * 2 > this.table.length) this.grow();
    return index;
  }

  /** Index of the row that starts at `offset`, or -1. */
  indexOf(row: Int32Array, offset = 0): number {
    let at = this.hash(row, offset) & this.mask;
    for (let index = this.table[at]!; index !== -1; index = this.table[at]!) {
      if (this.equals(index, row, offset)) return index;
      at = (at + 1) & this.mask;
    }
    return -1;
  }

  /** Copies row `index` to `target`. */
  read(index: number, target: Int32Array, offset = 0): void {
    const block = this.blocks[index >>> BLOCK_BITS]!;
    const base = (index & (BLOCK_ROWS - 1)) * this.width;
    for (let i = 0; i < this.width; i++) target[offset + i] = block[base + i]!;
  }

  private store(index: number, row: Int32Array, offset: number): void {
    const number = index >>> BLOCK_BITS;
    if (number === this.blocks.length) {
      this.blocks.push(new Int32Array((number === 0 ? FIRST_ROWS : BLOCK_ROWS) * this.width));
    } else if (number === 0 && index * this.width === this.blocks[0]!.length) {
      const grown = new Int32Array(this.blocks[0]!.length * 2);
      grown.set(this.blocks[0]!);
      this.blocks[0] = grown;
    }
    const block = this.blocks[number]!;
    const base = (index & (BLOCK_ROWS - 1)) * this.width;
    for (let i = 0; i < this.width; i++) block[base + i] = row[offset + i]!;
  }

  private equals(index: number, row: Int32Array, offset: number): boolean {
    const block = this.blocks[index >>> BLOCK_BITS]!;
    const base = (index & (BLOCK_ROWS - 1)) * this.width;
    for (let i = 0; i < this.width; i++) if (block[base + i] !== row[offset + i]) return false;
    return true;
  }

  /** Murmur3's mixing of 32-bit words. */
  private hash(row: Int32Array, offset: number): number {
    let h = 0;
    for (let i = 0; i < this.width; i++) {
      let k = Math.imul(row[offset + i]!, 0xcc9e2d51);
      k = (k << 15) | (k >>> 17);
      h ^= Math.imul(k, 0x1b873593);
      h = (h << 13) | (h >>> 19);
      h = (Math.imul(h, 5) + 0xe6546b64) | 0;
    }
    h ^= h >>> 16;
    h = Math.imul(h, 0x85ebca6b);
    h ^= h >>> 13;
    h = Math.imul(h, 0xc2b2ae35);
    return h ^ (h >>> 16);
  }

  private grow(): void {
    const table = new Int32Array(this.table.length * 2).fill(-1);
    const mask = table.length - 1;
    for (let index = 0; index < this.size; index++) {
      const block = this.blocks[index >>> BLOCK_BITS]!;
      let at = this.hash(block, (index & (BLOCK_ROWS - 1)) * this.width) & mask;
      while (table[at] !== -1) at = (at + 1) & mask;
      table[at] = index;
    }
    this.table = table;
    this.mask = mask;
  }
}
