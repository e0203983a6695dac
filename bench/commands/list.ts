/** `quorum-bench list`: what there is to choose from. */
import { Command } from 'commander';
import { closestTo } from '../../harness/trial/did-you-mean.ts';
import { UserError } from '../../harness/user-error.ts';
import { catalogues, type Entry } from '../catalogues.ts';
import { styleOf, type Style } from '../terminal/style.ts';
import { renderDefinitions } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';

const kinds = Object.keys(catalogues);
const schemas = ['manifest', 'trials', 'summary', 'histograms', 'sweep'] as const;

const EXAMPLES = `
Examples:
  $ quorum-bench list algorithms
  $ quorum-bench list topologies --json
  $ quorum-bench list --schema manifest > manifest.schema.json`;

export function listCommand(terminal: Terminal): Command {
  return new Command('list')
    .description('list what there is to choose from')
    .argument('[kind]', kinds.join(', '))
    .option('--json', 'print a JSON list')
    .option('--schema <file>', `print the JSON Schema of what is in a result set: ${schemas.join(', ')}`)
    .addHelpText('after', EXAMPLES)
    .action(async (kind: string | undefined, flags: { readonly json?: true; readonly schema?: string }) => {
      if (flags.schema !== undefined) return terminal.out(await schemaText(flags.schema));
      const entries = catalogueOf(kind);
      if (flags.json) terminal.out(`${JSON.stringify(entries, null, 2)}\n`);
      else
        terminal.out(entries.length === 0 ? `no ${kind} come with this version\n` : `${render(entries, terminal)}\n`);
    });
}

/** @throws UserError */
async function schemaText(file: string): Promise<string> {
  const known = schemas.find((name) => name === file);
  if (known === undefined) throw new UserError(`'${file}' has no schema; take one of ${schemas.join(', ')}`);
  const { resultJsonSchema } = await import('../../harness/sweep/schemas.ts');
  return `${JSON.stringify(resultJsonSchema(known), null, 2)}\n`;
}

/** @throws UserError */
function catalogueOf(kind: string | undefined): readonly Entry[] {
  if (kind === undefined) throw new UserError(`nothing is named to be listed; take one of ${kinds.join(', ')}`);
  if (isKind(kind)) return catalogues[kind]();
  const closest = closestTo(kind, kinds);
  const remedy = closest === undefined ? `take one of ${kinds.join(', ')}` : `did you mean ${closest}?`;
  throw new UserError(`'${kind}' is nothing that can be listed; ${remedy}`);
}

function isKind(kind: string): kind is keyof typeof catalogues {
  return kinds.includes(kind);
}

function render(entries: readonly Entry[], terminal: Terminal): string {
  const style = styleOf(terminal);
  const definitions = entries.map(({ name, ...fields }) => [style.bold(name), textOf(fields, style)] as const);
  return renderDefinitions(definitions, terminal.width);
}

/** What it is, then the further fields, one a line. */
function textOf({ about, ...further }: Omit<Entry, 'name'>, style: Style): string {
  const lines = [about];
  for (const [key, value] of Object.entries(further)) {
    const text = inWords(value);
    if (text !== '') lines.push(`${style.dim(`${key}:`)} ${text}`);
  }
  return lines.join('\n');
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value as Record<string, unknown>);
  return fields.map(([key, inner]) => `${key}: ${String(inner)}`).join('; ');
}
