/** Lets a field of a spec be given as the text of its flag: what a parser refuses becomes an issue of the schema. */
import { z } from 'zod';
import { UserError } from '../user-error.ts';

/** A schema that reads a text by `parse` first and takes all else as it is. */
export function orText<T extends z.ZodType>(parse: (text: string) => unknown, schema: T) {
  return z.preprocess((input, context) => {
    if (typeof input !== 'string') return input;
    try {
      return parse(input);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  }, schema);
}
