/** Puts title, data and choices to a chart's specification: as a still picture, or to be played with on the page. */
import { filterParams, filterTransforms } from './filter-axes.ts';
import type { Chart, Choice, Layout, Spec } from './chart.ts';

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

/** The name under which a chart finds its data. */
export const DATA = 'rows';

/** Stands alone: the initial choice with the data that it shows, titled with what was chosen. */
export function stillSpec(chart: Chart, layout: Layout, config: object): Spec {
  const values = chart.data.filter((datum) =>
    chart.choices.every(({ field, initial }) => !(field in datum) || datum[field] === initial),
  );
  const chosen = openChoices(chart).map(({ label, initial }) => `${label}: ${initial}`);
  return {
    $schema: SCHEMA,
    description: `${chart.title}. ${chart.caption}`,
    title: { text: wrapped(chart.title, layout), ...(chosen.length > 0 && { subtitle: chosen.join(', ') }) },
    config,
    datasets: { [DATA]: values },
    data: { name: DATA },
    ...chart.spec(layout),
  };
}

/** For the page, which gives it data, theme and the protocols that are shown. */
export function pageSpec(chart: Chart, layout: Layout): Spec {
  const { params, transform, ...spec } = chart.spec({ ...layout, interactive: true });
  const choices = openChoices(chart);
  return {
    $schema: SCHEMA,
    description: `${chart.title}. ${chart.caption}`,
    data: { name: DATA },
    // Another choice may have more pictures.
    autosize: { type: 'pad', resize: true },
    params: [...choices.map(choiceParam), ...filterParams(), ...list(params)],
    transform: [
      ...choices.map(({ field }) => ({ filter: `!isValid(datum.${field}) || datum.${field} === chosen_${field}` })),
      ...filterTransforms(),
      ...list(transform),
    ],
    ...spec,
  };
}

/** Those that leave something to choose. */
export function openChoices({ choices }: Chart): readonly Choice[] {
  return choices.filter(({ values }) => values.length > 1);
}

function choiceParam({ field, label, values, initial }: Choice): Spec {
  const input = values.length <= 5 ? 'radio' : 'select';
  return { name: `chosen_${field}`, value: initial, bind: { input, options: values, name: `${label}: ` } };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A title in lines that fit. */
function wrapped(title: string, { width }: Layout): string[] {
  const most = Math.floor(width / 9);
  const lines: string[] = [''];
  for (const word of title.split(' ')) {
    const last = lines[lines.length - 1]!;
    if (last !== '' && last.length + word.length >= most) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
