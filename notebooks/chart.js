/** A Vega-Lite specification as a picture on the page. `npm run notebooks:render` puts a file in its place. */
import vegaEmbed from 'vega-embed';
import { config } from './look.js';

// On a narrow screen a wide chart or table scrolls by itself, and the page does not.
const style = document.head.appendChild(document.createElement('style'));
style.textContent = '.drawing, table { display: block; overflow-x: auto; max-width: 100%; }';

/** @returns an element, to be displayed */
export async function chart(spec) {
  const element = document.createElement('div');
  element.className = 'drawing';
  const drawing = element.appendChild(document.createElement('div'));
  await vegaEmbed(drawing, { config, ...spec }, { actions: false, renderer: 'svg' });
  return element;
}
