/** A queue on an array: taking from the front moves an index, and what was taken is dropped a thousand at a time. */
const COMPACT_AT = 1024;

export class Fifo<T> {
  private items: T[] = [];
  private head = 0;

  get length(): number {
    return this.items.length - this.head;
  }

  push(item: T): void {
    this.items.push(item);
  }

  /** The next one to be taken; there must be one. */
  get first(): T {
    return this.items[this.head]!;
  }

  /** Takes the first; there must be one. */
  shift(): T {
    const item = this.items[this.head++]!;
    if (this.head >= COMPACT_AT) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return item;
  }
}
