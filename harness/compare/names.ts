/** What a configuration is called in a comparison: the fields in which those compared differ. */
import { loadText, ownFields, valueOn } from '../report/axes.ts';
import type { Configuration } from '../report/configuration.ts';
import { protocolTitle } from '../report/protocols.ts';

const parts: readonly ((configuration: Configuration) => string)[] = [
  ({ algorithm }) => protocolTitle(algorithm),
  ({ nodes }) => `${nodes} nodes`,
  ({ quorums }) => quorums,
  ({ thrifty }) => (thrifty ? 'only a quorum asked' : 'everybody asked'),
  ({ place }) => place,
  loadText,
  ({ loss }) => `${loss * 100} % lost`,
  ({ failureRatePerMin }) => `${failureRatePerMin} crashes per node and minute`,
];

/** Names that tell all of them apart; the protocol is always named. */
export function namesOf(configurations: readonly Configuration[]): Map<Configuration, string> {
  const telling = parts.filter((part, i) => i === 0 || new Set(configurations.map(part)).size > 1);
  const short = (each: Configuration) =>
    telling
      .map((part) => part(each))
      .filter((text) => text !== '')
      .join(', ');
  const counts = new Map<string, number>();
  for (const each of configurations) counts.set(short(each), (counts.get(short(each)) ?? 0) + 1);
  // What no word is for: the fields of the spec that the namesakes do not share.
  const further = (each: Configuration) =>
    distinctFields(
      each,
      configurations.filter((other) => short(other) === short(each)),
    );
  return new Map(
    configurations.map((each) => [
      each,
      counts.get(short(each)) === 1 ? short(each) : `${short(each)}, ${further(each)}`,
    ]),
  );
}

function distinctFields(one: Configuration, namesakes: readonly Configuration[]): string {
  const fields = (each: Configuration) => valueOn('other', each);
  return ownFields(fields(one), namesakes.map(fields)).join(' ');
}
