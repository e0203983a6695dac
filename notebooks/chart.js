/** A Vega-Lite specification as a picture on the page. `npm run notebooks:render` puts a file in its place. */
import vegaEmbed from 'vega-embed';
import { config } from './look.js';

/** @returns an element, to be displayed */
export async function chart(spec) {
  const element = document.createElement('div');
  await vegaEmbed(element, { config, ...spec }, { actions: false, renderer: 'svg' });
  return element;
}
