/** One system or a list of them, answered as the JSON contract says. In a list a bad one does not stop the others. */
import { InvalidQuorum } from '../../algorithms/quorum/invalid-quorum.ts';
import { UserError } from '../user-error.ts';
import { answer } from './answer.ts';

export interface Answered {
  /** What to print. */
  readonly output: unknown;
  /** Why a single input was rejected. */
  readonly rejected: string | undefined;
}

/** @param value INPUT, or `{"cases": [{"id", "input"}, …]}` */
export async function answerAll(value: unknown): Promise<Answered> {
  if (!isCaseList(value)) {
    const { result, error } = await answerOne(value);
    return error === undefined
      ? { output: result, rejected: undefined }
      : { output: { error }, rejected: error.message };
  }
  const cases: object[] = [];
  for (const item of value.cases) {
    const { id, input } = typeof item === 'object' && item !== null ? (item as { id?: unknown; input?: unknown }) : {};
    cases.push({ id: id ?? null, ...(await answerOne(input)) });
  }
  return { output: { cases }, rejected: undefined };
}

function isCaseList(value: unknown): value is { readonly cases: readonly unknown[] } {
  return typeof value === 'object' && value !== null && 'cases' in value && Array.isArray(value.cases);
}

async function answerOne(
  input: unknown,
): Promise<{ result: Record<string, unknown>; error?: never } | { result?: never; error: { message: string } }> {
  try {
    return { result: await answer(input) };
  } catch (error) {
    if (error instanceof UserError || error instanceof InvalidQuorum) return { error: { message: error.message } };
    throw error;
  }
}
