/** The look of the page, light and dark, on paper, and on a telephone. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --text: #1b1f24; --faint: #57606a; --line: #d8dee4; --ground: #ffffff; --raised: #f6f8fa; --accent: #0969da; --mark: #fff8c5;
}
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --faint: #9aa7b4; --line: #30363d; --ground: #14181d; --raised: #1c2128; --accent: #6cb6ff; --mark: #3b3000; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 3.5rem; }
body {
  margin: 0 auto; max-width: 1152px; padding: 0 16px 4rem; background: var(--ground); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif;
}
h1 { font-size: 1.65rem; line-height: 1.25; margin: 1.5rem 0 0.25rem; text-wrap: balance; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 3rem 0 0.5rem; }
h3 { font-size: 1.05rem; margin: 0 0 0.25rem; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.meta, figcaption, .note { color: var(--faint); font-size: 0.9rem; }
.meta { margin: 0 0 1rem; }
.remark { border-left: 4px solid #d29922; padding: 0.4rem 0.75rem; background: var(--raised); margin: 0 0 1rem; }
p, li, figcaption { max-width: 76ch; overflow-wrap: anywhere; }
.findings { display: grid; grid-template-columns: minmax(9rem, 13rem) 1fr; gap: 0; margin: 0; font-size: 0.95rem; }
.findings dt { font-weight: 600; padding: 0.45rem 1rem 0.45rem 0; border-top: 1px solid var(--line); }
.findings dd { margin: 0; padding: 0.45rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; padding: 0; list-style: none; font-size: 0.9rem; }
.filter {
  position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: 0.1rem 1.1rem; align-items: baseline; margin: 2rem 0 0;
  padding: 0.5rem 0; border: 0; border-bottom: 1px solid var(--line); background: var(--ground); font-size: 0.9rem;
}
.filter [data-axis=protocol] { display: contents; }
.axis { position: relative; }
.axis summary { cursor: pointer; }
.axis output { font-weight: 600; display: inline-block; max-width: 12rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; vertical-align: bottom; }
.axis > div {
  position: absolute; right: 0; z-index: 3; display: grid; gap: 0.1rem; padding: 0.5rem 0.75rem; max-height: 60vh; overflow: auto; white-space: nowrap;
  background: var(--ground); border: 1px solid var(--line); border-radius: 6px; box-shadow: 0 4px 16px rgb(0 0 0 / 0.2);
}
#all { font: inherit; color: var(--accent); background: none; border: 0; padding: 0; cursor: pointer; text-decoration: underline; }
.filter legend { float: left; padding: 0; color: var(--faint); margin-right: 1rem; }
.swatch { display: inline-block; width: 0.7em; height: 0.7em; margin: 0 0.3em 0 0.1em; background: light-dark(var(--light), var(--dark)); }
figure { margin: 2.5rem 0 0; padding: 0; break-inside: avoid; }
.chart { width: 100%; min-height: 12rem; }
.chart.vega-embed, .chart.vega-embed.has-actions { display: block; padding-right: 0; }
.chart svg { max-width: 100%; height: auto; }
.chart.emptied > * { display: none; }
.chart.emptied::after { content: 'The filters leave nothing of this chart.'; color: var(--faint); }
.chart.vega-embed summary { opacity: 0.35; }
.vega-embed .vega-actions { max-width: 90vw; }
.choices { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin: 0.25rem 0; font-size: 0.9rem; min-height: 1.6rem; }
.choices[hidden] { display: none; }
.choices .vega-bind, .choices .vega-bind-radio { display: flex; flex-wrap: wrap; gap: 0.1rem 0.5rem; }
.choices label { display: inline-flex; flex-wrap: wrap; gap: 0.25rem; align-items: baseline; }
.choices .vega-bind-name { color: var(--faint); min-width: 0; }
.scroll { overflow: auto; border: 1px solid var(--line); border-radius: 6px; }
.scroll + .scroll { margin-top: 1rem; }
.scroll.tall { max-height: 75vh; }
table { border-collapse: collapse; font-size: 0.82rem; font-variant-numeric: tabular-nums; min-width: 100%; }
th, td { padding: 0.3rem 0.6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
#configurations td { white-space: nowrap; }
#configurations thead th { position: sticky; top: 0; background: var(--raised); z-index: 1; }
th { font-weight: 600; background: var(--raised); white-space: nowrap; }
td[data-value], th.number { text-align: right; }
td small { color: var(--faint); display: block; }
th button { all: unset; cursor: pointer; font-weight: 600; }
th button:focus-visible { outline: 2px solid var(--accent); }
th button::after { content: ' ↕'; color: var(--faint); opacity: 0.5; }
th[aria-sort=ascending] button::after { content: ' ↑'; opacity: 1; }
th[aria-sort=descending] button::after { content: ' ↓'; opacity: 1; }
#configurations details code { display: block; user-select: all; white-space: pre; overflow-wrap: normal; margin-top: 0.2rem; }
.trace img { display: block; width: 100%; min-width: 1000px; max-width: none; }
tr:target td { background: var(--mark); }
.find { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; margin: 0.5rem 0; font-size: 0.9rem; }
.find input { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--faint); border-radius: 6px; padding: 0.3rem 0.5rem; width: min(22rem, 100%); }
pre { overflow: auto; background: var(--raised); padding: 0.75rem; border-radius: 6px; font-size: 0.82rem; }
code { font-size: 0.9em; overflow-wrap: anywhere; }
#vg-tooltip-element { max-width: min(26rem, 90vw); }
@media screen and (max-width: 732px) {
  /* The menu of a chart stands above its legend. */
  .chart.vega-embed, .chart.vega-embed.has-actions { padding-top: 2rem; }
}
@media (max-width: 640px) {
  .findings { grid-template-columns: 1fr; }
  .findings dt { padding-bottom: 0; }
  .findings dd { border-top: 0; padding-top: 0; }
  .filter { position: static; }
  .axis > div { position: static; box-shadow: none; white-space: normal; }
  /* Long texts stand last: they are scrolled to rather than squeezed. */
  .scroll table:not(#configurations) td:last-child { min-width: 16rem; }
}
@page across { size: A4 landscape; margin: 10mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, .filter, .filter + .note, .find, .choices, .vega-embed summary, #vg-tooltip-element { display: none !important; }
  .scroll, .scroll.tall { overflow: visible; max-height: none; border: 0; }
  #table { page: across; }
  #configurations { font-size: 5.5pt; }
  #configurations td, #configurations th { white-space: normal; padding: 0.15rem 0.25rem; }
  #configurations thead th { position: static; }
  #configurations th button::after { content: none; }
  #configurations tr { break-inside: avoid; }
  /* Commands are for those who can copy them; report.md names a trial of each row. */
  #configurations :is(td, th):last-child { display: none; }
  .trace img { width: 100%; }
  .trace { break-inside: avoid; }
  h2 { break-after: avoid; }
}
`;
