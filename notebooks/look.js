/** One look for all notebooks, that of the reports: protocols by colour and shape, which all eyes and grey print can tell apart. */

const PROTOCOLS = [
  { name: 'paxos', title: 'Paxos', color: '#a8518a', shape: 'diamond', width: 3 },
  { name: 'multi-paxos', title: 'Multi-Paxos', color: '#0072b2', shape: 'circle', width: 5 },
  { name: 'flexible-paxos', title: 'Flexible Paxos', color: '#d55e00', shape: 'square', width: 3.2 },
  { name: 'raft', title: 'Raft', color: '#007a59', shape: 'triangle-up', width: 1.6 },
];

/** As written in titles and legends. */
export function protocolTitle(name) {
  return PROTOCOLS.find((protocol) => protocol.name === name)?.title ?? name;
}

/** The encodings of colour and shape, of those protocols that are in the rows. */
export function byProtocol(rows) {
  const used = PROTOCOLS.filter(({ title }) => rows.some((row) => row.protocol === title));
  const scale = (property) => ({ domain: used.map(({ title }) => title), range: used.map((each) => each[property]) });
  return {
    color: { field: 'protocol', type: 'nominal', title: null, scale: scale('color') },
    shape: { field: 'protocol', type: 'nominal', title: null, scale: scale('shape') },
  };
}

/** As above for lines: the later drawn, the thinner, so that those that coincide show as rims of each other. */
export function linesByProtocol(rows) {
  const condition = PROTOCOLS.map(({ title, width }) => ({ test: { field: 'protocol', equal: title }, value: width }));
  return { ...byProtocol(rows), strokeWidth: { condition, value: 2 } };
}

/** Two sides of a trade: what is gained, and what is paid. */
export const GAIN = '#2f7fc1';
export const PRICE = '#8a5a00';

/** Parts of a whole, in order: alternately dark and light. */
export const PARTS = ['#999999', '#56b4e9', '#5b3a8c', '#e69f00', '#0072b2', '#66c2a5'];

/** The Vega-Lite configuration of every chart. */
export const config = {
  background: '#ffffff',
  font: "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif",
  padding: 4,
  view: { stroke: null },
  axis: { labelColor: '#57606a', titleColor: '#1b1f24', titleFontWeight: 500, gridColor: '#d8dee4', labelOverlap: 'greedy' },
  header: { labelFontSize: 12, labelFontWeight: 600, titleFontWeight: 500 },
  legend: { labelFontSize: 12, symbolSize: 110, labelLimit: 400 },
  point: { filled: true, size: 70, opacity: 1 },
};
