/**
 * A run's trace as Chrome trace events (the JSON object format of the Trace Event Format), for chrome://tracing and
 * https://ui.perfetto.dev: a process for the cluster with three threads a node (what it handles, what it sends, its disk), and one for the
 * clients. A message stands where it was asked to be sent; a CPU that is busy sends it later.
 */
import type { Command, NodeId } from '../../algorithms/contract.ts';
import type { Tracer } from '../sim/tracer.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { messageText, typeOf } from './words.ts';

const CLUSTER = 1;
const CLIENTS = 2;
const NS_PER_US = 1000;
const US_PER_MS = 1000;

type Fields = Readonly<Record<string, unknown>>;

export class ChromeTracer implements Tracer {
  private readonly write: (text: string) => void;
  private readonly cpuInUs: number;
  private readonly cpuOutUs: number;
  private isFirst = true;
  private flows = 0;
  /** Numbers of the arrows under way, by message, sender and receiver. */
  private readonly underWay = new WeakMap<object, Map<string, number[]>>();
  private readonly invokedUs = new Map<number, number>();
  private readonly knownClients = new Set<number>();
  /** By node: when it has sent all that it was asked for, and what it sends at this instant. */
  private readonly sentUntilUs: number[] = [];
  private readonly lastSent: { readonly message: object; readonly startUs: number }[] = [];

  constructor(spec: Pick<TrialSpec, 'nodes' | 'costs'>, write: (text: string) => void) {
    this.write = write;
    this.cpuInUs = spec.costs.cpuInMs * US_PER_MS;
    this.cpuOutUs = spec.costs.cpuOutMs * US_PER_MS;
    write('{"displayTimeUnit":"ms","traceEvents":[');
    this.name(CLUSTER, undefined, 'cluster');
    this.name(CLIENTS, undefined, 'clients');
    for (let node = 0; node < spec.nodes; node++) {
      this.name(CLUSTER, cpuOf(node), `node ${node}`);
      this.name(CLUSTER, outOf(node), `node ${node}: sends`);
      this.name(CLUSTER, diskOf(node), `node ${node}: disk`);
    }
  }

  /** The end of the file. */
  close(): void {
    this.write('\n]}\n');
  }

  record(timeNs: number, node: NodeId | undefined, event: string, detail: Fields): void {
    const us = timeNs / NS_PER_US;
    if (node === undefined) this.ofClients(us, event, detail);
    else if (event === 'send' || event === 'lose') this.sends(us, node, event, detail);
    else if (event === 'deliver') this.receives(us, node, detail);
    else if (event === 'request') {
      const { client, seq } = (detail as { readonly command: Command }).command;
      this.handles(us, node, 'request', { client, seq });
    } else if (event === 'durable') {
      const { entry } = detail as { readonly entry: object };
      this.instant(us, diskOf(node), `durable ${typeOf(entry)}`, { record: messageText(entry) });
    } else if (event === 'commit') {
      this.instant(us, cpuOf(node), 'commit', { slot: detail['slot'] });
    } else this.instant(us, cpuOf(node), event === 'timer' ? `timer ${String(detail['timer'])}` : event, { ...detail });
  }

  private sends(us: number, node: NodeId, event: string, detail: Fields): void {
    const { to, message } = detail as { readonly to: NodeId; readonly message: object };
    const startUs = this.serialised(us, node, message);
    if (event === 'lose') return this.instant(us, outOf(node), `lost ${typeOf(message)}`, { to });
    const id = ++this.flows;
    this.arrows(message, node, to).push(id);
    this.event({ ph: 's', id, ts: startUs, pid: CLUSTER, tid: outOf(node), name: typeOf(message), cat: 'message' });
  }

  /** The CPU serialises a message to many once. Returns when it begins. */
  private serialised(us: number, node: NodeId, message: object): number {
    const last = this.lastSent[node];
    if (last?.message === message) return last.startUs;
    const startUs = Math.max(us, this.sentUntilUs[node] ?? 0);
    this.sentUntilUs[node] = startUs + this.cpuOutUs;
    this.lastSent[node] = { message, startUs };
    const args = { message: messageText(message) };
    this.event({
      ph: 'X',
      ts: startUs,
      dur: this.cpuOutUs,
      pid: CLUSTER,
      tid: outOf(node),
      name: `send ${typeOf(message)}`,
      args,
    });
    return startUs;
  }

  private receives(us: number, node: NodeId, detail: Fields): void {
    const { from, message } = detail as { readonly from: NodeId; readonly message: object };
    const ids = this.arrows(message, from, node);
    const id = ids.length > 1 ? ids.shift() : ids[0];
    const startUs = this.handles(us, node, typeOf(message), { from, message: messageText(message) });
    if (id === undefined) return;
    this.event({
      ph: 'f',
      bp: 'e',
      id,
      ts: startUs,
      pid: CLUSTER,
      tid: cpuOf(node),
      name: typeOf(message),
      cat: 'message',
    });
  }

  /** What comes in is told at the end of the time that it takes. Returns its begin. */
  private handles(us: number, node: NodeId, name: string, args: Fields): number {
    const startUs = Math.max(0, us - this.cpuInUs);
    this.event({ ph: 'X', ts: startUs, dur: us - startUs, pid: CLUSTER, tid: cpuOf(node), name, args });
    return startUs;
  }

  private ofClients(us: number, event: string, detail: Fields): void {
    const { client, seq } = detail as { readonly client?: number; readonly seq?: number };
    if (client === undefined || seq === undefined) {
      return this.event({ ph: 'i', s: 'g', ts: us, pid: CLUSTER, tid: 0, name: event, args: detail });
    }
    if (!this.knownClients.has(client)) this.name(CLIENTS, client, `client ${client}`);
    this.knownClients.add(client);
    if (event === 'invoke') this.invokedUs.set(client, us);
    else if (event === 'reply') {
      const startUs = this.invokedUs.get(client) ?? us;
      this.event({
        ph: 'X',
        ts: startUs,
        dur: us - startUs,
        pid: CLIENTS,
        tid: client,
        name: `operation ${seq}`,
        args: { result: detail['result'] },
      });
    } else this.event({ ph: 'i', s: 't', ts: us, pid: CLIENTS, tid: client, name: event, args: detail });
  }

  private instant(us: number, tid: number, name: string, args: Fields): void {
    this.event({ ph: 'i', s: 't', ts: us, pid: CLUSTER, tid, name, args });
  }

  private arrows(message: object, from: NodeId, to: NodeId): number[] {
    const links = this.underWay.get(message) ?? new Map<string, number[]>();
    this.underWay.set(message, links);
    const key = `${from}/${to}`;
    const ids = links.get(key) ?? [];
    links.set(key, ids);
    return ids;
  }

  private name(pid: number, tid: number | undefined, name: string): void {
    const what = tid === undefined ? 'process_name' : 'thread_name';
    this.event({ ph: 'M', ts: 0, pid, tid: tid ?? 0, name: what, args: { name } });
  }

  private event(fields: Fields): void {
    this.write(`${this.isFirst ? '' : ','}\n${JSON.stringify(fields)}`);
    this.isFirst = false;
  }
}

const THREADS = 3;
const cpuOf = (node: NodeId): number => THREADS * node + 1;
const outOf = (node: NodeId): number => THREADS * node + 2;
const diskOf = (node: NodeId): number => THREADS * node + 3;
