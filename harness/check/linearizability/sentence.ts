/** An operation, and why a history is illegal, in words. */
import type { CheckResult } from './linearizability.ts';
import type { Operation } from './operations.ts';

/** Values of appended registers grow long; their ends differ. */
const VALUE_LENGTH = 40;
const VALUES_LISTED = 6;

/** Such as `read → "3"` or `cas "1" → "2"`. */
export function operationText({ kind, argument, expected, outcome }: Operation): string {
  switch (kind) {
    case 'read':
      return outcome === 'ok' ? `read → ${quoted(expected)}` : 'read';
    case 'write':
    case 'append':
      return `${kind} ${quoted(argument)}`;
    case 'cas':
      return `cas ${quoted(expected)} → ${quoted(argument)}${outcome === 'mismatch' ? ' did not match' : ''}`;
  }
}

/** Why an illegal history is illegal, as one sentence without its full stop; `undefined` where that is not known. */
export function causeText({ prefix, cause }: CheckResult): string | undefined {
  if (prefix === undefined || cause === undefined) return undefined;
  const { impossible, possibleValues } = cause;
  const where = impossible.key === '' ? '' : ` on key ${quoted(impossible.key)}`;
  const values = possibleValues.slice(0, VALUES_LISTED).map(quoted).join(' or ');
  const more = possibleValues.length > VALUES_LISTED ? ` or ${possibleValues.length - VALUES_LISTED} others` : '';
  const instead = values === '' ? '' : `, when the register can only have held ${values}${more}`;
  return `event ${prefix - 1} completes ${operationText(impossible)}${where} by client ${impossible.process}${instead}`;
}

function quoted(text: string): string {
  return text.length <= VALUE_LENGTH ? JSON.stringify(text) : `…${JSON.stringify(text.slice(-VALUE_LENGTH))}`;
}
