/**
 * State per slot: an array with an offset. Slots below `first` are forgotten, slots at `end` and above have none yet.
 * The array has no holes, so that reads stay fast; forgetting moves it, which is paid once per some thousand slots.
 */
import { FIRST_SLOT } from '../contract.ts';

export class SlotArray<T> {
  first = FIRST_SLOT;
  items: (T | undefined)[] = [];

  /** One above the highest slot that was ever set. */
  get end(): number {
    return this.first + this.items.length;
  }

  /** `undefined` if nothing was set, or all of it is forgotten. */
  get(slot: number): T | undefined {
    const index = slot - this.first;
    return index >= 0 && index < this.items.length ? this.items[index] : undefined;
  }

  /** Only for slots from `first` on. */
  set(slot: number, item: T | undefined): void {
    const index = slot - this.first;
    while (this.items.length < index) this.items.push(undefined);
    if (index === this.items.length) this.items.push(item);
    else this.items[index] = item;
  }

  /** Drops everything below `slot`. */
  forget(slot: number): void {
    if (slot <= this.first) return;
    this.items.splice(0, slot - this.first);
    this.first = slot;
  }
}
