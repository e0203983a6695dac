/** Outcomes by name: each cell has the published outcome as its ground and the measured one as a disc, one colour where they agree. */
import type { Chart, Datum } from '../report/charts/chart.ts';
import { tooltip } from '../report/charts/encodings.ts';

export interface MatrixCell {
  readonly row: string;
  readonly column: string;
  readonly measured: string;
  readonly published: string;
}

export interface Matrix {
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly cells: readonly MatrixCell[];
  readonly rowTitle: string;
  readonly columnTitle: string;
  /** The outcomes that there are, at most four. */
  readonly outcomes: readonly string[];
}

/** Blue, vermilion, yellow, purple: apart for all eyes; the words stand in the cells as well. */
const COLOURS = ['#2f7fc1', '#d55e00', '#e6b800', '#8a5a9e'];
const CELL_HEIGHT = 46;
const CELL_WIDTH = 250;

export function matrix({ name, title, caption, cells, rowTitle, columnTitle, outcomes }: Matrix): Chart {
  const data: Datum[] = cells.map((cell) => ({
    ...cell,
    text:
      cell.measured === cell.published ? `${cell.measured}, as published` : `${cell.measured}, not ${cell.published}`,
  }));
  const columns = [...new Set(cells.map(({ column }) => column))];
  const rows = [...new Set(cells.map(({ row }) => row))];
  const x = {
    field: 'column',
    type: 'nominal',
    sort: columns,
    title: columnTitle,
    axis: { labelAngle: 0, orient: 'top' },
  };
  const y = { field: 'row', type: 'nominal', sort: rows, title: rowTitle, axis: { labelLimit: 260 } };
  const scale = { domain: outcomes, range: COLOURS };
  const legend = {
    title: 'ground: published, disc: measured',
    orient: 'top',
    titleLimit: 400,
    symbolType: 'circle',
    symbolOpacity: 1,
  };
  const tip = tooltip([
    { field: 'row', title: rowTitle },
    { field: 'column', title: columnTitle },
    { field: 'published', title: 'published' },
    { field: 'measured', title: 'measured' },
  ]);
  return {
    kind: 'chart',
    name,
    title,
    caption,
    data,
    choices: [],
    spec: ({ narrow }) => ({
      width: { step: narrow ? 90 : CELL_WIDTH },
      height: { step: CELL_HEIGHT },
      layer: [
        {
          mark: { type: 'rect', opacity: 0.28, stroke: '#ffffff', strokeWidth: 3 },
          encoding: { x, y, color: { field: 'published', type: 'nominal', scale, legend } },
        },
        {
          mark: { type: 'circle', size: 420, opacity: 1, xOffset: narrow ? 0 : -94 },
          encoding: {
            x,
            y,
            color: { field: 'measured', type: 'nominal', scale, legend },
            tooltip: tip,
          },
        },
        ...(narrow
          ? []
          : [
              {
                mark: { type: 'text', align: 'left', dx: -74, fontSize: 12 },
                encoding: { x, y, text: { field: 'text' } },
              },
            ]),
      ],
    }),
  };
}
