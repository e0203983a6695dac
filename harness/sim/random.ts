/**
 * Named random streams from one seed. A stream's numbers depend on the seed and its name only, so that changing one axis
 * of a sweep leaves the draws of all others as they were (common random numbers).
 */
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

export class RandomStream {
  private readonly seed: number;
  private readonly name: string;
  /** Made when first asked: a short run leaves most of its streams alone. */
  private generator: RandomGenerator | undefined;

  /** @param seed of the trial; @param name such as `delay/0/3`: what is drawn, and for whom */
  constructor(seed: number, name: string) {
    this.seed = seed;
    this.name = name;
  }

  /** Uniform in [0, 1), 53 bits. */
  next(): number {
    const generator = this.generator ?? this.begin();
    const high = generator.next() >>> 5;
    const low = generator.next() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Uniform integer in [0, bound), for bounds far below 2^32. */
  below(bound: number): number {
    const generator = this.generator ?? this.begin();
    return Math.floor(((generator.next() >>> 0) / 4294967296) * bound);
  }

  private begin(): RandomGenerator {
    this.generator = xoroshiro128plusFromState(stateOf(this.seed, this.name));
    return this.generator;
  }
}

/** Four words hashed from seed and name (FNV-1a per word, then Murmur3's finaliser). */
function stateOf(seed: number, name: string): number[] {
  const text = `${seed}/${name}`;
  const state: number[] = [];
  for (let word = 0; word < 4; word++) {
    let hash = 0x811c9dc5 ^ (word * 0x9e3779b9);
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    state.push((hash ^ (hash >>> 16)) | 0);
  }
  return state;
}
