/** A rolling 64-bit hash over the events of a run: two runs with one hash went the same way. Integers only, so exact everywhere. */
export class TraceHash {
  private low = 0x243f6a88;
  private high = 0x85a308d3 | 0;

  /** Mixes in a non-negative integer below 2^53. */
  mix(value: number): void {
    const lower = value | 0;
    const upper = (value / 4294967296) | 0;
    const low = Math.imul(this.low ^ lower, 0x9e3779b1);
    const high = Math.imul(this.high ^ upper ^ (low >>> 15), 0x85ebca77);
    this.low = (low ^ (high >>> 13)) | 0;
    this.high = (high << 5) | (high >>> 27);
  }

  /** 16 hexadecimal digits. */
  toString(): string {
    return hex(this.high) + hex(this.low);
  }
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
