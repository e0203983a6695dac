/**
 * What runs in the reader's browser: draws the charts, filters them and the table by protocol, sorts the table. Plain
 * JavaScript as text, as it is not compiled with the rest; it uses nothing but the three libraries before it.
 */
export const pageScript = String.raw`'use strict';
const { charts, configs } = JSON.parse(document.getElementById('charts').textContent);
const darkScheme = matchMedia('(prefers-color-scheme: dark)');
const NARROW_PX = 700;
const views = new Map();

function unpack({ count, columns }) {
  const fields = Object.entries(columns);
  return Array.from({ length: count }, (_, i) => {
    const datum = {};
    for (const [field, { texts, values }] of fields) {
      const value = values[i];
      if (value !== null) datum[field] = texts === undefined ? value : texts[value];
    }
    return datum;
  });
}

const boxes = [...document.querySelectorAll('input[name=protocol]')];
const shown = () => boxes.filter((box) => box.checked).map((box) => box.value);

async function draw(chart) {
  const place = document.getElementById('chart-' + chart.name);
  const choices = document.getElementById('choices-' + chart.name);
  views.get(chart.name)?.finalize();
  choices.replaceChildren();
  const theme = darkScheme.matches ? 'dark' : 'light';
  const layout = place.clientWidth < NARROW_PX ? 'narrow' : 'wide';
  chart.rows ??= unpack(chart.data);
  const spec = { ...chart[layout], config: configs[theme], datasets: { rows: chart.rows } };
  const result = await vegaEmbed(place, spec, {
    mode: 'vega-lite',
    renderer: 'svg',
    ast: true,
    bind: choices,
    tooltip: { theme },
    loader: { target: '_self' },
    actions: { export: true, source: false, compiled: false, editor: false },
    downloadFileName: chart.name,
  });
  views.set(chart.name, result);
  place.dataset.layout = layout;
  await result.view.signal('shown', shown()).runAsync();
}

let drawing = Promise.resolve();
function drawAll(which = () => true) {
  for (const chart of charts) drawing = drawing.then(() => (which(chart) ? draw(chart) : undefined));
  drawing = drawing.then(() => void (document.documentElement.dataset.drawn = 'true'));
  return drawing;
}

const table = document.getElementById('configurations');
const words = document.getElementById('words');
const rows = table === null ? [] : [...table.tBodies[0].rows];
const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

function filterRows() {
  const wanted = words.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const protocols = new Set(shown());
  let count = 0;
  for (const row of rows) {
    const text = texts.get(row);
    row.hidden = !protocols.has(row.dataset.protocol) || !wanted.every((word) => text.includes(word));
    if (!row.hidden) count++;
  }
  document.getElementById('count').textContent = count + ' of ' + rows.length + ' configurations';
}

function sortBy(head) {
  const column = head.cellIndex;
  const descending = head.getAttribute('aria-sort') === 'ascending';
  for (const other of head.parentElement.cells) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  const key = (row) => {
    const { value } = row.cells[column].dataset;
    return value === undefined ? row.cells[column].textContent : value === '' ? NaN : Number(value);
  };
  const compare = (a, b) => {
    const [x, y] = [key(a), key(b)];
    // What has no value stands last, whichever way.
    if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
    const order = x < y ? -1 : x > y ? 1 : 0;
    return descending ? -order : order;
  };
  table.tBodies[0].append(...rows.sort(compare));
}

/** A point was followed to its row: it must be seen. */
function showTarget() {
  const row = document.getElementById(location.hash.slice(1));
  if (row === null || !row.hidden) return;
  words.value = '';
  filterRows();
  row.scrollIntoView({ block: 'center' });
}

for (const box of boxes) {
  box.addEventListener('change', () => {
    for (const { view } of views.values()) view.signal('shown', shown()).runAsync();
    filterRows();
  });
}
for (const button of document.querySelectorAll('#configurations th button')) {
  button.addEventListener('click', () => sortBy(button.parentElement));
}
words?.addEventListener('input', filterRows);
addEventListener('hashchange', showTarget);
darkScheme.addEventListener('change', () => drawAll());
addEventListener('resize', () =>
  drawAll(({ name }) => {
    const { clientWidth, dataset } = document.getElementById('chart-' + name);
    return (clientWidth < NARROW_PX) !== (dataset.layout === 'narrow');
  }),
);
drawAll();
`;
