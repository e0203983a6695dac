/** Reads YAML or JSON and knows the line of everything in it, so that complaints can name it. */
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { UserError } from '../user-error.ts';

export type DataPath = readonly (string | number)[];

export interface LinedData {
  readonly data: unknown;
  /** The line where the deepest part of `path` that there is begins. */
  lineOf(path: DataPath): number;
  has(path: DataPath): boolean;
}

/** @param where the name of the file, for complaints. @throws UserError with file, line and remedy */
export function parseWithLines(text: string, where: string): LinedData {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    throw new UserError(`${where}:${line}: neither YAML nor JSON: ${error.message}; mend it there`);
  }
  return {
    data: dataOf(document, where),
    lineOf: (path) => lines.linePos(offsetOf(document, path)).line,
    has: (path) => document.hasIn(path),
  };
}

function dataOf(document: Document, where: string): unknown {
  try {
    return document.toJS() as unknown;
  } catch (error) {
    // An alias without anchor, or too many of them.
    throw new UserError(`${where}: ${error instanceof Error ? error.message : String(error)}; write the values out`);
  }
}

function offsetOf(document: Document, path: DataPath): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (pair === undefined || !isPair(pair)) break;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isNode(node) && 'items' in node && Array.isArray(node.items)) {
      node = (node.items as unknown[])[Number(step)];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}

/** The path that a sentence about data begins with: `faults.plan[1] names …` is about `faults`, `plan`, 1. */
export function pathIn(sentence: string): DataPath {
  const text = /^[A-Za-z_]\w*(\.\w+|\[\d+\])*/.exec(sentence)?.[0] ?? '';
  return text.split(/[.[\]]+/).flatMap((step) => (step === '' ? [] : [/^\d+$/.test(step) ? Number(step) : step]));
}
