/**
 * A run's trace for ShiViz (https://bestchai.bitbucket.io/shiviz/): two lines an event, what happened, and the host with its vector
 * clock. To be read with the regular expression in {@link SHIVIZ_PATTERN}, which is the one that ShiViz offers first.
 */
import type { Command, NodeId } from '../../algorithms/contract.ts';
import type { Tracer } from '../sim/tracer.ts';
import { commandsIn } from './mentions.ts';
import { messageText } from './words.ts';

export const SHIVIZ_PATTERN = '(?<event>.*)\\n(?<host>\\S*) (?<clock>{.*})';

type Clock = Map<string, number>;

const NS_PER_MS = 1_000_000;

export class ShivizTracer implements Tracer {
  private readonly write: (text: string) => void;
  private readonly clocks = new Map<string, Clock>();
  /** Clocks of the copies under way, by message, sender and receiver; in order. */
  private readonly underWay = new WeakMap<object, Map<string, Clock[]>>();
  /** By client: its clock when it sent its operation; by client, what it will hear of. */
  private readonly invoked = new Map<number, Clock>();
  private readonly executed = new Map<number, { readonly seq: number; readonly clock: Clock }>();
  private readonly served = new Map<number, NodeId>();

  constructor(write: (text: string) => void) {
    this.write = write;
  }

  record(timeNs: number, node: NodeId | undefined, event: string, detail: Readonly<Record<string, unknown>>): void {
    const say = (host: string, text: string, heard?: Clock) => this.tick(timeNs, host, text, heard);
    if (node === undefined) return this.ofClients(event, detail, say);
    const host = hostOf(node);
    switch (event) {
      case 'send':
      case 'lose': {
        const { to, message } = detail as { readonly to: NodeId; readonly message: object };
        const clock = say(host, `${event === 'send' ? 'sends' : 'loses'} ${messageText(message)} to ${hostOf(to)}`);
        if (event === 'send') this.waiting(message, node, to).push(clock);
        break;
      }
      case 'deliver': {
        const { from, message } = detail as { readonly from: NodeId; readonly message: object };
        const copies = this.waiting(message, from, node);
        // A duplicate comes after the copy that it repeats, and knows what that knew.
        const heard = copies.length > 1 ? copies.shift() : copies[0];
        say(host, `receives ${messageText(message)} from ${hostOf(from)}`, heard);
        break;
      }
      case 'request': {
        const { client, seq } = (detail as { readonly command: Command }).command;
        this.served.set(client, node);
        say(host, `receives operation ${seq} of client ${client}`, this.invoked.get(client));
        break;
      }
      case 'commit': {
        const clock = say(host, `commits slot ${String(detail['slot'])}`);
        for (const { client, seq } of commandsIn(detail['batch'])) {
          if (this.served.get(client) === node) this.executed.set(client, { seq, clock });
        }
        break;
      }
      case 'durable':
        say(host, `has on disk ${messageText((detail as { readonly entry: object }).entry)}`);
        break;
      case 'timer':
        say(host, `timer ${String(detail['timer'])}`);
        break;
      default:
        say(host, [event, ...fieldTexts(detail)].join(' '));
    }
  }

  private ofClients(
    event: string,
    detail: Readonly<Record<string, unknown>>,
    say: (host: string, text: string, heard?: Clock) => Clock,
  ): void {
    const { client, seq } = detail as { readonly client?: number; readonly seq?: number };
    if (client === undefined || seq === undefined) {
      say('world', [event, ...fieldTexts(detail)].join(' '));
      return;
    }
    const host = `client-${client}`;
    if (event === 'invoke') this.invoked.set(client, say(host, `sends operation ${seq}`));
    else if (event === 'reply') {
      const executed = this.executed.get(client);
      say(host, `hears of operation ${seq}`, executed?.seq === seq ? executed.clock : undefined);
    } else say(host, `${event} of operation ${seq}`);
  }

  private waiting(message: object, from: NodeId, to: NodeId): Clock[] {
    const links = this.underWay.get(message) ?? new Map<string, Clock[]>();
    this.underWay.set(message, links);
    const key = `${from}/${to}`;
    const copies = links.get(key) ?? [];
    links.set(key, copies);
    return copies;
  }

  /** One more event of a host, which has heard what `heard` knows. */
  private tick(timeNs: number, host: string, text: string, heard: Clock | undefined): Clock {
    const clock = this.clocks.get(host) ?? new Map<string, number>();
    this.clocks.set(host, clock);
    for (const [other, count] of heard ?? []) {
      if (count > (clock.get(other) ?? 0)) clock.set(other, count);
    }
    clock.set(host, (clock.get(host) ?? 0) + 1);
    this.write(`${timeNs / NS_PER_MS} ms: ${text}\n${host} ${JSON.stringify(Object.fromEntries(clock))}\n`);
    return new Map(clock);
  }
}

const hostOf = (node: NodeId): string => `node-${node}`;

function fieldTexts(detail: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(detail).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
}
