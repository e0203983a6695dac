/** Reads a file of histories, one a line. A line that cannot be read is reported; the others are still there to be judged. */
import { z } from 'zod';
import { UserError } from '../../user-error.ts';
import { EVENT_TYPES, MODELS, type History } from './history.ts';
import { operationsOf, registerText } from './operations.ts';

const eventSchema = z.tuple([z.union([z.number(), z.string()]), z.enum(EVENT_TYPES), z.string()], z.unknown());

const historySchema = z.object({
  id: z.string(),
  model: z.enum(MODELS),
  init: z.unknown(),
  linearizable: z.boolean().optional(),
  events: z.array(eventSchema),
});

export interface ParsedHistories {
  readonly histories: readonly History[];
  /** One sentence with file and line for each line that is no history. */
  readonly problems: readonly string[];
}

/** @param file what errors call the text */
export function parseHistories(text: string, file: string): ParsedHistories {
  const histories: History[] = [];
  const problems: string[] = [];
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    try {
      histories.push(parseHistory(line, `${file}:${index + 1}`));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error.message);
    }
  });
  if (histories.length + problems.length === 0) problems.push(`${file}: holds no history; write one a line`);
  return { histories, problems };
}

/** @throws UserError one sentence that begins with `where` */
export function parseHistory(line: string, where: string): History {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    throw new UserError(
      `${where}: is no JSON (${printable((error as Error).message)}), perhaps a truncated line; write one history a line`,
    );
  }
  const parsed = historySchema.safeParse(json);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    const what = path[0] === 'events' && path.length > 1 ? `event ${String(path[1])}` : path.join('.') || 'the line';
    throw new UserError(
      `${where}: ${what}: ${lowerFirst(message)}; a history is {id, model, init, events:[[process,type,op,value]]}`,
    );
  }
  const { linearizable, ...rest } = parsed.data;
  const history: History = linearizable === undefined ? rest : { ...rest, linearizable };
  registerText(history.model, history.init, `${where}: init`);
  operationsOf(history, where);
  return history;
}

/** Without what would move the cursor of a terminal or break the line: the message quotes the file. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, '·');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
