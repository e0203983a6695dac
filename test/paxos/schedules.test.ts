/** Safety under faults, and progress after them, over random schedules. */
import type { NodeId } from '../../algorithms/contract.ts';
import { Acceptor } from '../../algorithms/paxos/acceptor.ts';
import type { AcceptMessage } from '../../algorithms/paxos/messages.ts';
import { Paxos } from '../../algorithms/paxos/paxos.ts';
import { describe, expect, it } from 'vitest';
import { countingSystem, majoritySystem } from '../../algorithms/quorum/counting.ts';
import { logsAgree, optionsOf, runSchedule, swarmWorld } from './random-schedules.ts';

const SYSTEMS = [
  majoritySystem(3),
  majoritySystem(5),
  countingSystem(4, 3, 2),
  countingSystem(5, 4, 2),
  countingSystem(3, 1, 3),
];

/** Accepts only above its promise: the phase 2 that follows a phase 1 is never accepted. */
class AcceptsOnlyAbove extends Acceptor {
  override onAccept(from: NodeId, message: AcceptMessage): void {
    if (message.ballot !== this.slots.get(message.slot)?.promised) super.onAccept(from, message);
  }
}

describe('random schedules with loss, duplication, reordering, partitions, crashes and lagging disks', () => {
  for (const thrifty of [false, true]) {
    for (const quorums of SYSTEMS) {
      it(`agree and make progress after heal: ${quorums.label} of ${quorums.nodes}, thrifty ${thrifty}`, () => {
        for (let seed = 1; seed <= 300; seed++) {
          const world = swarmWorld(seed, optionsOf(quorums, { thrifty }));
          const outcome = runSchedule(world, 12, 1500);
          const where = `seed ${seed}`;
          expect(logsAgree(outcome.cluster), where).toBe(true);
          expect(outcome.open, `open requests, ${where}`).toBe(0);
          expect(outcome.converged, `lagging replica, ${where}`).toBe(true);
        }
      });
    }
  }

  it('do what they are for: contention, gaps, repetitions, restarts, adopted values, no-ops and forgotten slots', () => {
    const seen = new Map<string, number>();
    const see = (what: string, count: number): void => void seen.set(what, (seen.get(what) ?? 0) + count);
    for (let seed = 1; seed <= 200; seed++) {
      const { cluster } = runSchedule(swarmWorld(seed, optionsOf(majoritySystem(5))), 12, 1500);
      for (const [event, count] of cluster.counted) see(event, count);
      see('no-op', cluster.nodes[0]!.log.filter((batch) => batch?.length === 0).length);
      see('restart', cluster.nodes.filter((node) => node.life > 2).length);
      see('forgotten', cluster.observer.slots.first - 1);
      for (const ghost of cluster.observer.slots.items)
        see('several ballots', (ghost?.ballots.length ?? 0) > 1 ? 1 : 0);
    }
    for (const what of [
      'contention',
      'catch-up',
      'retransmission',
      'no-op',
      'restart',
      'forgotten',
      'several ballots',
    ]) {
      expect(seen.get(what), what).toBeGreaterThan(0);
    }
  });

  it('P17: notice that nothing is ever chosen by acceptors that accept only above their promise', () => {
    const world = swarmWorld(1, optionsOf(majoritySystem(3)), {
      create: (options, env) => Object.assign(new Paxos(options, env), { acceptor: new AcceptsOnlyAbove(env) }),
    });
    expect(runSchedule(world, 12, 1500).open).toBe(12);
  });
});
