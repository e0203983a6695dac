/** Compares an answer with the reference, under the reference's own rules: tolerances, and what is not unique. */

/** Fields that have several right values; they are checked by `example.ts` of the same folder, or for presence. */
const NOT_UNIQUE = new Set(['counterexample', 'selfDisjointPair', 'example', 'exampleStrategy', 'quorum']);

/** Where and how an answer differs; empty if it agrees. */
export function differences(expected: unknown, actual: unknown, path = ''): string[] {
  if (typeof expected === 'number') {
    if (typeof actual === 'number' && close(expected, actual, path)) return [];
    return [`${path}: expected ${expected}, got ${String(actual)}`];
  }
  if (path.endsWith('.minimalQuorums')) return setsDiffer(expected, actual, path);
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) {
      return [`${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`];
    }
    return expected.flatMap((item, i) => differences(item, actual[i], `${path}[${i}]`));
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof actual !== 'object' || actual === null) return [`${path}: expected an object, got ${String(actual)}`];
    const fields = actual as Record<string, unknown>;
    return Object.entries(expected).flatMap(([name, value]) => {
      const place = `${path}.${name}`;
      if (!NOT_UNIQUE.has(name)) return differences(value, fields[name], place);
      const present = (field: unknown): boolean => field !== undefined && field !== null;
      return present(value) === present(fields[name]) ? [] : [`${place}: present in one only`];
    });
  }
  return expected === actual ? [] : [`${path}: expected ${String(expected)}, got ${String(actual)}`];
}

function close(expected: number, actual: number, path: string): boolean {
  const apart = Math.abs(expected - actual);
  const relative = apart / Math.abs(expected);
  if (path.includes('.unavailability.')) return apart === 0 || relative <= 1e-9;
  const tolerance = path.includes('.quantiles.') ? 1e-8 : 1e-9;
  return apart <= tolerance || relative <= tolerance;
}

function setsDiffer(expected: unknown, actual: unknown, path: string): string[] {
  const canonical = (sets: unknown): string =>
    (sets as string[][])
      .map((set) => [...set].sort().join())
      .sort()
      .join(' ');
  return Array.isArray(actual) && canonical(expected) === canonical(actual) ? [] : [`${path}: other quorums`];
}
