/** How a space-time diagram looks, on light pages and dark ones. */

interface Palette {
  readonly ground: string;
  readonly text: string;
  readonly faint: string;
  readonly line: string;
  readonly critical: string;
  readonly bad: string;
}

const LIGHT: Palette = {
  ground: '#ffffff',
  text: '#1b1f24',
  faint: '#57606a',
  line: '#d8dee4',
  critical: '#c4460a',
  bad: '#b42318',
};
const DARK: Palette = {
  ground: '#14181d',
  text: '#e6edf3',
  faint: '#9aa7b4',
  line: '#30363d',
  critical: '#ff9a5c',
  bad: '#ff8a7a',
};

/** Without variables of CSS, which browsers know and programs for drawing do not. */
function coloursOf({ ground, text, faint, line, critical, bad }: Palette): string {
  return `svg { background: ${ground}; } text { fill: ${text}; } .faint { fill: ${faint}; } .halo { stroke: ${ground}; }
.lane { stroke: ${faint}; } .grid { stroke: ${line}; } .down { stroke: ${bad}; } .message { stroke: ${faint}; } .head { fill: ${faint}; } .dot { fill: ${text}; }
.critical { stroke: ${critical}; } .critical-head, .critical-text, .straggler { fill: ${critical}; } .cross { stroke: ${bad}; }
.write { stroke: ${ground}; } .timer { fill: ${ground}; stroke: ${faint}; } .bad { fill: ${bad}; } .event { stroke: ${bad}; }`;
}

export const DIAGRAM_STYLE = `
text { font: 12px system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; }
.title { font-size: 16px; font-weight: 600; } .small { font-size: 11px; }
.halo { paint-order: stroke; stroke-width: 3.5px; stroke-linejoin: round; }
.lane { stroke-width: 1; } .down { stroke-width: 5; opacity: 0.35; }
.message { stroke-width: 1.1; fill: none; }
.critical { stroke-width: 2.4; } .critical-text, .straggler { font-weight: 600; }
.lost { stroke-dasharray: 3 4; } .cross { stroke-width: 1.8; } .write { fill: #e69f00; stroke-width: 0.6; } .event { stroke-dasharray: 5 3; }
${coloursOf(LIGHT)}
@media (prefers-color-scheme: dark) {
${coloursOf(DARK)}
}
`;
