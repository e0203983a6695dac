/**
 * What runs in the reader's browser: draws the charts, filters them and the table, sorts the table. Plain
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

/** By field of the data: the check boxes of its values. */
const axes = new Map(
  [...document.querySelectorAll('[data-axis]')].map((place) => [place.dataset.axis, [...place.querySelectorAll('input')]]),
);
const valueOf = (box) => (box.dataset.number === undefined ? box.value : Number(box.value));

/** The values of a field that are shown; null for all. */
function shown(field) {
  const boxes = axes.get(field) ?? [];
  return boxes.every((box) => box.checked) ? null : boxes.filter((box) => box.checked).map(valueOf);
}

/** Filters one chart; a choice of one value leaves a value that is filtered out for one that is not. */
function filterChart(chart, { view }) {
  for (const field of axes.keys()) {
    const values = shown(field);
    view.signal('shown_' + field, values);
    const options = chart.choices[field];
    if (options === undefined) continue;
    const left = options.filter((option) => values === null || values.includes(option));
    const chosen = view.signal('chosen_' + field);
    if (left.length > 0 && !left.includes(chosen)) view.signal('chosen_' + field, left[0]);
    for (const input of document.querySelectorAll('#choices-' + chart.name + ' input[name=chosen_' + field + ']')) {
      input.disabled = left.length > 0 && !left.map(String).includes(input.value);
    }
  }
  const left = chart.rows.some((row) => [...axes.keys()].every((field) => {
    const values = shown(field);
    return values === null || row[field] === undefined || values.includes(row[field]);
  }));
  document.getElementById('chart-' + chart.name).classList.toggle('emptied', !left);
  return view.runAsync();
}

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
  // What the reader filters away is no fault of a chart.
  result.view.logLevel(vega.Error);
  views.set(chart.name, result);
  place.dataset.layout = layout;
  await filterChart(chart, result);
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
  const filters = [...axes.keys()].flatMap((field) => {
    const values = shown(field);
    return values === null ? [] : [[field, new Set(values.map(String))]];
  });
  let count = 0;
  for (const row of rows) {
    const text = texts.get(row);
    row.hidden = !filters.every(([field, values]) => values.has(row.dataset[field] ?? '')) || !wanted.every((word) => text.includes(word));
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
  if (row === null || row.tagName !== 'TR') return;
  if (row.hidden) {
    words.value = '';
    filterRows();
  }
  row.querySelector('details').open = true;
  row.scrollIntoView({ block: 'center', inline: 'nearest' });
}

const boxes = [...axes.values()].flat();
const showAll = document.getElementById('all');
function applyFilters() {
  for (const chart of charts) if (views.has(chart.name)) filterChart(chart, views.get(chart.name));
  filterRows();
  showAll.hidden = boxes.every((box) => box.checked);
  for (const [field, all] of axes) {
    const told = document.querySelector('[data-axis=' + field + '] output');
    const some = all.filter((box) => box.checked);
    if (told !== null) told.value = some.length === all.length ? 'all ' + all.length : some.map((box) => box.value).join(', ') || 'none';
  }
}
for (const box of boxes) box.addEventListener('change', applyFilters);
showAll.addEventListener('click', () => {
  for (const box of boxes) box.checked = true;
  applyFilters();
});
/** One fold is open at a time, and none after Escape or a click elsewhere. */
const folds = [...document.querySelectorAll('details.axis')];
addEventListener('click', ({ target }) => {
  for (const fold of folds) if (!fold.contains(target)) fold.open = false;
});
addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape') return;
  for (const fold of folds) {
    if (fold.contains(document.activeElement)) fold.querySelector('summary').focus();
    fold.open = false;
  }
});
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
