/**
 * Copies of texts that are kept, one of each. A cell is a slice of its line: as long as it is kept, V8 keeps the whole line,
 * and a copy through bytes is the way to be rid of it.
 */
export class SharedTexts {
  private readonly texts = new Map<string, string>();

  of(text: string): string {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    const copy = Buffer.from(text).toString();
    this.texts.set(copy, copy);
    return copy;
  }
}
