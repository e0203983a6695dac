/** Numbers distinct things by their text, from 0. */
export class Numbered<T> {
  readonly items: T[] = [];
  private readonly numbers = new Map<string, number>();
  private characters = 0;

  /** The number of `item`, known as `text`. */
  number(item: T, text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.items.length;
    this.items.push(item);
    this.numbers.set(text, number);
    this.characters += text.length;
    return number;
  }

  /** Bytes held, roughly: what the texts tell takes up about as much again, several times, as objects. */
  get bytes(): number {
    return this.characters * 8;
  }
}
