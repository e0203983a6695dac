/** The definition of linearizability, tried in every order: the dumb second implementation for small histories. */
import type { History } from '../../harness/check/linearizability/history.ts';

interface Seen {
  readonly op: string;
  readonly key: string;
  readonly value: unknown;
  readonly from: number;
  until: number;
  result: 'ok' | 'fail' | 'unknown';
  returned: unknown;
}

/** Of a history of model `kv`. */
export function isLinearizable(history: History): boolean {
  const open = new Map<unknown, Seen>();
  const all: Seen[] = [];
  history.events.forEach(([process, type, op, key, value], at) => {
    if (type === 'invoke') {
      const seen: Seen = {
        op,
        key: String(key),
        value,
        from: at,
        until: Infinity,
        result: 'unknown',
        returned: undefined,
      };
      open.set(process, seen);
      all.push(seen);
    } else if (type !== 'info' && value !== ':timed-out') {
      Object.assign(open.get(process)!, { until: at, result: type, returned: value });
    }
  });
  return extend(all, new Map(), history.init as string);
}

/** Can `rest` be put in order, beginning with `registers`? All keys at once: locality is not taken for granted. */
function extend(rest: readonly Seen[], registers: ReadonlyMap<string, string>, init: string): boolean {
  if (rest.every(({ result }) => result === 'unknown')) return true;
  return rest.some((next) => {
    const others = rest.filter((other) => other !== next);
    if (others.some(({ until }) => until < next.from)) return false;
    const before = registers.get(next.key) ?? init;
    return outcomes(next, before).some((after) => extend(others, new Map(registers).set(next.key, after), init));
  });
}

/** The values that the register may have after `op`, which found `before`. */
function outcomes({ op, value, result, returned }: Seen, before: string): string[] {
  if (op === 'get') return result === 'ok' && returned !== before ? [] : [before];
  if (op === 'cas') {
    const [from, to] = value as [string, string];
    if (result === 'unknown') return [before === from ? to : before];
    return (result === 'ok') === (before === from) ? [result === 'ok' ? to : before] : [];
  }
  const after = op === 'put' ? (value as string) : before + (value as string);
  return result === 'fail' ? [before] : [after];
}
