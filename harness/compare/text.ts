/** What a comparison says in tables and prose, for page and Markdown alike. */
import { counted, formatValue, inWords } from '../report/format.ts';
import { paragraph, table, type Block, type Section } from '../report/text/document.ts';
import { BOOTSTRAP_SEEDS } from './bootstrap.ts';
import { comparedConfigurations, type Comparison, type Row } from './comparison.ts';
import { LEVEL } from './difference.ts';
import { namesOf } from './names.ts';
import { programText, provenanceDifferences } from './provenance.ts';
import { twoSidedQuantile } from './student.ts';
import { changeText, nameOf, percent } from './verdict.ts';

/** Of so few comparisons each is told what it could not have seen. */
const MOST_BLIND = 4;

export const HEAD = ['configuration', 'figure', 'base', 'candidate', 'change', 'p', 'finding'];

export function comparisonCells(row: Row, names: ReadonlyMap<object, string>): string[] {
  const { metric, difference, adjusted, finding } = row;
  return [
    nameOf(row, names),
    metric.name,
    formatValue(metric.column, difference.base),
    formatValue(metric.column, difference.candidate),
    changeText(row),
    pText(adjusted),
    finding,
  ];
}

export function pText(p: number | undefined): string {
  if (p === undefined) return '–';
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

export function comparisonSections(comparison: Comparison): Section[] {
  const names = namesOf(comparedConfigurations(comparison));
  const rows = comparison.rows.map((row) => comparisonCells(row, names));
  return [
    { id: 'table', title: 'All comparisons, worst first', blocks: [table(HEAD, rows)] },
    { id: 'method', title: 'Method', blocks: methodBlocks(comparison) },
    { id: 'provenance', title: 'What the two result sets differ in', blocks: provenanceBlocks(comparison) },
    { id: 'left-out', title: 'Left out', blocks: leftOutBlocks(comparison) },
  ];
}

export function methodText({ rows }: Comparison): string {
  const single = rows.filter(({ pair }) => pair !== undefined);
  const paired = single.filter(({ difference }) => difference.method === 'paired');
  const seeds = [...new Set(single.map(({ difference }) => difference.seeds.join(' and ')))];
  const method =
    paired.length === single.length
      ? 'paired: both sides have the same seeds, and so met the same weather'
      : paired.length === 0
        ? 'two-sample: the seeds of the two sides differ'
        : `paired where seeds match (${paired.length} of ${single.length} comparisons), two-sample elsewhere`;
  const kinds = new Set(rows.map(({ difference }) => difference.interval));
  const interval =
    kinds.has('bootstrap') && kinds.has('student')
      ? 'studentised bootstrap, or Student’s t under ten seeds'
      : kinds.has('bootstrap')
        ? 'studentised bootstrap'
        : kinds.has('student')
          ? 'Student’s t'
          : 'none, with one seed';
  return `${method}; ${seeds.length === 1 ? `${seeds[0]} seeds` : 'numbers of seeds vary'}; intervals: ${interval}; correction: Holm over ${counted(rows.filter(({ adjusted }) => adjusted !== undefined).length, 'comparison')}`;
}

/** What a comparison over all configurations could not have seen; empty where there is none. */
export function blindnessText({ rows }: Comparison): string {
  const tested = rows.filter(({ adjusted }) => adjusted !== undefined);
  const overall = tested.filter(({ pair }) => pair === undefined);
  const single = tested;
  const [shown, level] =
    overall.length > 0
      ? [overall, LEVEL / 2 / overall.length]
      : single.length <= MOST_BLIND
        ? [single, LEVEL / single.length]
        : [[], LEVEL];
  // Where all seeds agree to the last digit, nothing is hidden.
  const noisy = shown.filter(({ difference }) => difference.error !== 0);
  const texts = noisy.map(({ metric, difference: { error, degreesOfFreedom, scale, base } }) => {
    const half = twoSidedQuantile(level, degreesOfFreedom!) * error!;
    const relative = scale === 'ratio' ? Math.expm1(half) : metric.isShare || base === 0 ? half : half / Math.abs(base);
    return `${metric.name} ±${percent(relative).slice(1) || '0'} ${metric.isShare ? 'points' : '%'}`;
  });
  if (texts.length === 0) return '';
  return `Smaller changes${overall.length > 0 ? ' over all configurations' : ''} than ${inWords(texts)} would not have been evident; more seeds see more.`;
}

function methodBlocks(comparison: Comparison): Block[] {
  return [
    paragraph(`${methodText(comparison)}. ${blindnessText(comparison)}`.trim()),
    paragraph(
      `Times and rates are compared by their ratio (the differences of logarithms), shares in points. The figures are merged over seeds; how sure a change is follows from how far the values of the seeds are apart, as operations of one run are not independent. A bootstrap of few seeds knows too few different resamples, three seeds ten of them, and is wrong more often than it says: under ${BOOTSTRAP_SEEDS} seeds intervals are Student’s.`,
    ),
    paragraph(
      'A change is evident if its p-value, by Student’s t (of two samples the more cautious of Welch’s test and Student’s) and corrected by Holm’s method for all comparisons of the table, is at most 5 %: if nothing has changed, one comparison of result sets in twenty finds anything at all. Half of these 5 % goes to the comparisons over all configurations. Percentiles that differ by less than the histogram resolves, 0.1 %, are the same.',
    ),
  ];
}

function provenanceBlocks({ base, candidate, changes }: Comparison): Block[] {
  const differences = provenanceDifferences(base, candidate);
  const rows = [
    ...differences.map((each) => [each.what, each.base, each.candidate]),
    ...changes.map((each) => [`field ${each.path}`, each.base, each.candidate]),
  ];
  if (rows.length === 0) return [paragraph('In nothing: version, sources, sweep and seeds are the same.')];
  const program = programText(base, candidate);
  const told = table(['what', 'base', 'candidate'], rows);
  return program === '' ? [told] : [paragraph(program), told];
}

function leftOutBlocks({ notes, onlyBase, onlyCandidate, broken }: Comparison): Block[] {
  const items = [
    ...(onlyBase.length === 0
      ? []
      : [`${counted(onlyBase.length, 'configuration')} of the base, which the candidate has not`]),
    ...(onlyCandidate.length === 0
      ? []
      : [`${counted(onlyCandidate.length, 'configuration')} of the candidate, which the base has not`]),
    ...broken.map(
      ({ base, candidate, reason }) =>
        `a configuration whose verdict is ${base} in the base and ${candidate} in the candidate: ${reason}`,
    ),
    ...notes,
  ];
  return items.length === 0 ? [paragraph('Nothing.')] : [{ kind: 'list', items }];
}
