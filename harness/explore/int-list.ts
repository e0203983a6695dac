/** A list of 32-bit integers that grows by blocks, so that growth copies nothing. */

const BLOCK_BITS = 14;
const BLOCK_SIZE = 1 << BLOCK_BITS;

export class IntList {
  length = 0;
  private readonly blocks: Int32Array[] = [];

  get bytes(): number {
    return this.blocks.length * BLOCK_SIZE * 4;
  }

  push(value: number): void {
    const index = this.length++;
    if ((index & (BLOCK_SIZE - 1)) === 0) this.blocks.push(new Int32Array(BLOCK_SIZE));
    this.blocks[index >>> BLOCK_BITS]![index & (BLOCK_SIZE - 1)] = value;
  }

  get(index: number): number {
    return this.blocks[index >>> BLOCK_BITS]![index & (BLOCK_SIZE - 1)]!;
  }
}
