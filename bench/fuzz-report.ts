/** What a campaign found, for the terminal. */
import { join } from 'node:path';
import { complaintsOf, type CampaignRecord } from '../harness/fuzz/campaign-record.ts';
import type { Shortened } from '../harness/fuzz/campaign.ts';
import type { FuzzReport } from '../harness/fuzz/fuzz.ts';
import { parseSaved } from '../harness/fuzz/saved-schedule.ts';
import { playSaved } from '../harness/fuzz/fuzz.ts';
import { SOMETIMES } from '../harness/fuzz/schedule.ts';
import { faultKinds } from '../harness/faults/catalogue.ts';
import { formatNumber } from './terminal/format.ts';
import type { Style } from './terminal/style.ts';
import { renderTable } from './terminal/table.ts';

export function progressLine(algorithm: string, report: FuzzReport, wallMs: number): string {
  const struck = Object.values(report.faults).reduce((sum, { mattered }) => sum + mattered, 0);
  const reached = SOMETIMES.filter((state) => (report.reached[state] ?? 0) > 0).length;
  return `${algorithm}  ${formatNumber(report.schedules)} schedules, ${formatNumber(Math.round((report.schedules / wallMs) * 1000))}/s; ${formatNumber(struck)} faults mattered; ${reached} of ${SOMETIMES.length} states of interest; ${report.failures.length} alarms`;
}

/** The file that the scenario of a failure goes to. */
export function scenarioFile(algorithm: string, { failure }: Shortened, out: string): string {
  return join(out, `${algorithm}-${failure.invariant}-${failure.seed}.scenario`);
}

export function renderCampaign(
  record: CampaignRecord,
  report: FuzzReport,
  failures: readonly Shortened[],
  out: string,
  style: Style,
): string {
  const { algorithm, schedules, events, alarms } = record;
  const complaints = complaintsOf(record);
  const verdict = alarms === 0 ? 'no alarm' : `${alarms} alarms`;
  const isWell = complaints.length === 0;
  const perEvents = formatNumber(Math.round(record.events_per_cpu_s / NOMINAL_EVENTS));
  const head = `${style.bold(algorithm)}  ${(isWell ? style.good : style.bad)(verdict)} in ${formatNumber(schedules)} schedules of ${Math.round(events / schedules)} events, healing included (${formatNumber(Math.round(schedules / record.wall_s))}/s; a core: ${formatNumber(record.schedules_per_cpu_s)}/s, or ${perEvents}/s of ${NOMINAL_EVENTS} events)`;
  const faults = faultKinds
    .filter(({ kind }) => record.faults[kind] !== undefined)
    .map((kind) => {
      const { struck, mattered } = record.faults[kind.kind]!;
      return [kind.kind, kind.class, formatNumber(struck), formatNumber(mattered)];
    });
  const reached = SOMETIMES.map((state) => `${state} ${formatNumber(report.reached[state] ?? 0)}`).join(', ');
  const parts = [
    head,
    renderTable(['fault', 'class', 'struck', 'mattered'], faults, style, [2, 3]),
    `${style.dim('schedules that reached')}  ${reached}`,
    ...complaints.map((complaint) => style.bad(complaint)),
    ...failures.map((failure) => renderFailure(record, failure, out)),
  ];
  return `${parts.join('\n')}\n\n`;
}

/** Speeds are compared at schedules of so many events. */
const NOMINAL_EVENTS = 500;

function renderFailure({ algorithm, campaign }: CampaignRecord, shortened: Shortened, out: string): string {
  const { failure, text, steps } = shortened;
  const flag = campaign === 'break' ? ' --break' : '';
  const head = `\n${failure.message.split('\n')[0]}\nseed ${failure.seed}: quorum-bench fuzz --algorithm ${algorithm} --schedules 1 --seed ${failure.seed}${flag}`;
  if (text === undefined || campaign === 'break') return head;
  const file = scenarioFile(algorithm, shortened, out);
  const saved = parseSaved(text, file);
  const size = 'steps' in saved ? `${steps} steps` : `${steps} events, then healing`;
  return `${head}\n${size}: quorum-bench replay ${file}\n\n${playSaved(saved).story}`;
}
