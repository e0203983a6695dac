/** Picks out of all that happened what the operation has to do with: what carries it, and what that gave rise to. */
import type { NodeId } from '../../algorithms/contract.ts';
import { algorithmNamed } from '../../algorithms/registry.ts';
import { latencyLabel, quorumsLabel, topologyLabel } from '../trial/labels.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { clientMessages } from './client-messages.ts';
import { criticalPath } from './critical-path.ts';
import type { Diagram, DiskWrite, Downtime, Mark, Message } from './diagram.ts';
import type { TracedEvent } from './event-log.ts';
import { mentions } from './mentions.ts';
import type { Operation, RecordedTrial } from './recorded-trial.ts';
import { splitOf } from './split.ts';
import type { Step, Steps } from './steps.ts';
import { messageText, nsText, typeOf } from './words.ts';

export interface Material {
  readonly spec: TrialSpec;
  readonly trial: RecordedTrial;
  readonly operation: Operation;
  readonly steps: Steps;
  readonly events: readonly TracedEvent[];
  /** What the operation is, for the title. */
  readonly what: string;
  readonly traceHash: string;
}

export function draw(material: Material): Diagram {
  const { spec, trial, operation, what, traceHash } = material;
  const { command, invokedNs, endedNs, answer } = operation;
  const concerned = concernedWith(material);
  const critical = criticalPath(material);
  const { messages, others } = messagesOf(material, concerned.messages, critical);
  const straggler = answer === undefined ? undefined : trial.stragglerOf(answer);
  const place = topologyLabel(spec) ?? `${latencyLabel(spec)} one way`;
  const title = algorithmNamed(spec.algorithm)?.title ?? spec.algorithm;
  return {
    title: `${what}: ${nsText(endedNs - invokedNs)}`,
    subtitle: `${title}, ${spec.nodes} nodes, quorums ${quorumsLabel(spec)}, ${place}, seed ${spec.seed}; operation ${command.seq} of client ${command.client}`,
    command,
    startNs: invokedNs,
    endNs: endedNs,
    nodes: spec.nodes,
    clientName: `client ${command.client}`,
    messages: [...clientMessages(trial, operation), ...messages],
    writes: writesOf(material, concerned.steps),
    marks: marksOf(material),
    downtimes: downtimesOf(material),
    parts: splitOf(operation),
    straggler,
    answeredBy: answer?.node,
    otherMessages: others,
    traceHash,
  };
}

interface Concerned {
  readonly steps: ReadonlySet<Step>;
  readonly messages: ReadonlySet<object>;
}

/** Steps are in the order of time, so that what a message gave rise to comes after it. */
function concernedWith({ operation, steps }: Material): Concerned {
  const asked = new Map<Step, object[]>();
  for (const [message, step] of steps.senders) {
    const list = asked.get(step);
    if (list === undefined) asked.set(step, [message]);
    else list.push(message);
  }
  const found = { steps: new Set<Step>(), messages: new Set<object>() };
  for (const step of steps.steps) {
    const { cause } = step;
    const isOurs =
      cause.kind === 'message'
        ? found.messages.has(cause.message)
        : cause.kind === 'batch' && mentions(cause.batch, operation.command) === 'ours';
    if (isOurs) found.steps.add(step);
    for (const message of asked.get(step) ?? []) {
      const what = mentions(message, operation.command);
      if (what === 'ours' || (what === 'none' && isOurs)) found.messages.add(message);
    }
  }
  return found;
}

interface Picked {
  readonly messages: Message[];
  readonly others: number;
}

function messagesOf(material: Material, concerned: ReadonlySet<object>, critical: ReadonlyMap<object, NodeId>): Picked {
  const { events } = material;
  const messages: Message[] = [];
  let others = 0;
  const arrivals = arrivalsOf(events);
  for (const { timeNs, node, event, detail } of events) {
    if ((event !== 'send' && event !== 'lose') || node === undefined) continue;
    const { to, message } = detail as { readonly to: NodeId; readonly message: object };
    if (!concerned.has(message) && critical.get(message) !== to) {
      others++;
      continue;
    }
    messages.push({
      from: node,
      to,
      sentNs: timeNs,
      arrivedNs: event === 'lose' ? undefined : arrivals.get(message)?.get(node)?.get(to),
      label: typeOf(message),
      text: messageText(message),
      // Of a message to many, only the copy to whom the operation waited for is on its path.
      critical: critical.get(message) === to,
      lost: event === 'lose',
    });
  }
  return { messages: [...messages, ...sentBefore(material, critical, messages)], others };
}

/** What the reply waited for may have been under way already when the operation was sent: it comes in from the edge. */
function sentBefore(
  { events, operation }: Material,
  critical: ReadonlyMap<object, NodeId>,
  drawn: readonly Message[],
): Message[] {
  const texts = new Set(drawn.filter((message) => message.critical).map(({ text, to }) => `${String(to)} ${text}`));
  return events.flatMap(({ timeNs, node, event, detail }): Message[] => {
    if (event !== 'deliver' || node === undefined) return [];
    const { from, message } = detail as { readonly from: NodeId; readonly message: object };
    const text = messageText(message);
    if (critical.get(message) !== node || texts.has(`${node} ${text}`)) return [];
    texts.add(`${node} ${text}`);
    const known = {
      from,
      to: node,
      sentNs: operation.invokedNs,
      arrivedNs: timeNs,
      label: typeOf(message),
      lost: false,
    };
    return [{ ...known, text: `${text} (sent before the operation)`, critical: true }];
  });
}

type Arrivals = Map<object, Map<NodeId, Map<NodeId, number>>>;

/** By message, sender and receiver: when it was first handled. */
function arrivalsOf(events: readonly TracedEvent[]): Arrivals {
  const arrivals: Arrivals = new Map();
  for (const { timeNs, node, event, detail } of events) {
    if (event !== 'deliver' || node === undefined) continue;
    const { from, message } = detail as { readonly from: NodeId; readonly message: object };
    const bySender = arrivals.get(message) ?? new Map<NodeId, Map<NodeId, number>>();
    const byReceiver = bySender.get(from) ?? new Map<NodeId, number>();
    if (!byReceiver.has(node)) byReceiver.set(node, timeNs);
    arrivals.set(message, bySender.set(from, byReceiver));
  }
  return arrivals;
}

function writesOf({ steps, events, operation }: Material, concerned: ReadonlySet<Step>): DiskWrite[] {
  const durable = new Map<NodeId, Map<object, number>>();
  for (const { timeNs, node, event, detail } of events) {
    if (event !== 'durable' || node === undefined) continue;
    const entries = durable.get(node) ?? new Map<object, number>();
    durable.set(node, entries.set((detail as { readonly entry: object }).entry, timeNs));
  }
  return steps.writes
    .filter(({ step, record }) => concerned.has(step) || mentions(record, operation.command) === 'ours')
    .map(({ step, record }) => ({
      node: step.node,
      fromNs: step.timeNs,
      toNs: durable.get(step.node)?.get(record),
      text: messageText(record),
    }));
}

/** Events that stand in the diagram in another form, or are not of the operation's own story. */
const NOT_MARKS = new Set([
  'send',
  'lose',
  'deliver',
  'durable',
  'request',
  'invoke',
  'reply',
  'commit',
  'window',
  'window-end',
]);

function marksOf({ operation, events, steps }: Material): Mark[] {
  const { command, invokedNs, endedNs, answer } = operation;
  const marks: Mark[] = [{ lane: 'client', atNs: invokedNs, kind: 'invoke', text: 'sends' }];
  const isOurs = (batch: unknown) => mentions(batch, command) === 'ours';
  for (const { node, timeNs, cause } of steps.steps) {
    if (cause.kind === 'batch' && isOurs(cause.batch)) {
      marks.push({
        lane: node,
        atNs: timeNs,
        kind: 'submit',
        text: `hands a batch of ${cause.batch.length} to the replica`,
      });
    }
  }
  for (const { timeNs, node, event, detail } of events) {
    if (timeNs < invokedNs) continue;
    if (event === 'commit' && isOurs(detail['batch'])) {
      marks.push({ lane: node, atNs: timeNs, kind: 'commit', text: `commits slot ${String(detail['slot'])}` });
    } else if (event === 'timer') {
      marks.push({ lane: node, atNs: timeNs, kind: 'timer', text: `timer ${String(detail['timer'])}` });
    } else if (event === 'timeout') {
      if (detail['client'] === command.client)
        marks.push({ lane: 'client', atNs: timeNs, kind: 'timeout', text: 'times out' });
    } else if (event === 'crash' || event === 'start') {
      marks.push({ lane: node, atNs: timeNs, kind: event, text: event === 'crash' ? 'crashes' : 'starts' });
    } else if (!NOT_MARKS.has(event)) {
      marks.push({ lane: node, atNs: timeNs, kind: 'event', text: [event, ...fieldsOf(detail)].join(' ') });
    }
  }
  if (answer !== undefined) marks.push({ lane: 'client', atNs: endedNs, kind: 'done', text: 'has the reply' });
  return marks.sort((a, b) => a.atNs - b.atNs);
}

function fieldsOf(detail: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(detail).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
}

function downtimesOf({ events, operation, spec }: Material): Downtime[] {
  const since = new Map<NodeId, number>();
  const downtimes: Downtime[] = [];
  for (const { timeNs, node, event } of events) {
    if (node === undefined || node >= spec.nodes) continue;
    if (event === 'crash') since.set(node, timeNs);
    const crashedNs = since.get(node);
    if (event !== 'start' || crashedNs === undefined) continue;
    since.delete(node);
    if (timeNs > operation.invokedNs)
      downtimes.push({ node, fromNs: Math.max(crashedNs, operation.invokedNs), toNs: timeNs });
  }
  for (const [node, fromNs] of since) {
    downtimes.push({ node, fromNs: Math.max(fromNs, operation.invokedNs), toNs: operation.endedNs });
  }
  return downtimes;
}
