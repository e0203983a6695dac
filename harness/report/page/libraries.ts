/** The libraries that draw the charts of the page, to stand in it, as the page must need no network. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** In the order in which they need each other. The builds for browsers lie beside the entry of each package. */
const BUILDS = [
  ['vega', 'vega.min.js'],
  ['vega-lite', 'vega-lite.min.js'],
  ['vega-embed', 'vega-embed.min.js'],
] as const;

export function libraryScripts(): string[] {
  const { resolve } = createRequire(import.meta.url);
  return BUILDS.map(([name, file]) => {
    const text = readFileSync(join(dirname(resolve(name)), file), 'utf8');
    // The map of a source that is not there would be asked for; an end tag in a string would end the script.
    return text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '').replaceAll('</script', '<\\/script');
  });
}
