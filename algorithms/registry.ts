/** All algorithms that the harness can run. To add one, write it to the contract and name it here. */
import type { Algorithm } from './contract.ts';

/** In the order in which a comparison lists them. */
export const algorithms: readonly Algorithm[] = [];

export function algorithmNamed(name: string): Algorithm | undefined {
  return algorithms.find((algorithm) => algorithm.name === name);
}
