import { describe, expect, test } from 'vitest';
import { countingSystem, majoritySystem } from '../../algorithms/quorum/counting.ts';
import { Cluster } from './cluster.ts';
import { accepted, appendEntries, batch, refused, requestVote, saved, sent, Server, vote } from './script.ts';
import { ELECTION_MS, optionsFor, worldFor } from './schedule.ts';

const WITH = { checkQuorum: true };

describe('CheckQuorum, the leader (thesis §6.2)', () => {
  test('steps down if an election time-out elapses without a heartbeat answered by a majority', () => {
    const server = new Server(WITH);
    expect(server.win()).toContainEqual({ effect: 'setTimer', timer: 'election', ms: 150, key: undefined });
    server.receive(1, accepted(1, 1));
    server.request(batch(7));
    const effects = server.fire('election');
    expect(server.raft).toMatchObject({ currentTerm: 1, role: { kind: 'follower', leader: undefined } });
    expect(effects).toContainEqual({ effect: 'redirect', batch: batch(7), leader: undefined });
    expect(effects).toContainEqual({ effect: 'cancelTimer', timer: 'heartbeat', key: undefined });
    expect(effects).toContainEqual({ effect: 'setTimer', timer: 'election', ms: 225, key: undefined });
    expect(server.receive(2, accepted(1, 1))).toEqual([]);
  });

  test('goes on while a majority answers, be it with refusals, and counts from anew each time', () => {
    const server = new Server(WITH);
    server.win();
    server.receive(1, accepted(1, 1));
    server.receive(2, refused(1, 0, 1));
    expect(server.fire('election')).toEqual([{ effect: 'setTimer', timer: 'election', ms: 150, key: undefined }]);
    server.receive(1, accepted(1, 1));
    server.fire('election');
    expect(server.raft.role.kind).toBe('follower');
  });

  test('Flexible Paxos §4: the commit quorum counts, with which a leader goes on though none could be elected', () => {
    const server = new Server({ ...WITH, quorums: countingSystem(5, 4, 2) });
    server.fire('election');
    for (const from of [0, 1, 2, 3]) server.receive(from, vote(1));
    server.receive(4, accepted(1, 1));
    server.fire('election');
    expect(server.raft.role.kind).toBe('leader');
    server.fire('election');
    expect(server.raft.role.kind).toBe('follower');
  });

  test('an answer of an older term is none', () => {
    const server = new Server(WITH, saved(4));
    server.win();
    for (const from of [1, 2, 3]) server.receive(from, accepted(4, 1));
    server.fire('election');
    expect(server.raft.role.kind).toBe('follower');
  });

  test('a leader that is heard and hears nobody steps down within two election time-outs, and another is elected', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const options = optionsFor(majoritySystem(5), { ...WITH, preVote: seed % 2 === 0, firstLeader: 2 });
      const calm = { fifo: true, delayMs: [0.1, 1], fsyncMs: [0.1, 2], loss: 0, duplicate: 0 } as const;
      const cluster = new Cluster(worldFor(seed, { ...calm, options, snapshotSlots: 100 }));
      cluster.run(300);
      expect(cluster.leaders()).toEqual([2]);
      for (let node = 0; node < 5; node++) if (node !== 2) cluster.reach[node]! &= ~(1 << 2);
      cluster.run(2 * ELECTION_MS[0] + 3);
      expect(cluster.leaders(), `seed ${seed}`).not.toContain(2);
      cluster.run(10 * ELECTION_MS[1]);
      const [leader = 2] = cluster.leaders();
      cluster.request(leader);
      expect(
        cluster.run(10, () => cluster.machines[leader]!.open.size === 0),
        `seed ${seed}`,
      ).toBe(true);
    }
  });
});

describe('CheckQuorum, everybody else (thesis §4.2.3)', () => {
  test('within the minimum election time-out of hearing from a leader neither adopts a term nor votes', () => {
    const server = new Server(WITH);
    server.receive(1, appendEntries(1, [0, 0]));
    expect(server.receive(2, requestVote(9, 9, 9))).toEqual([]);
    expect(server.raft.currentTerm).toBe(1);
    server.fire('leaderSilence');
    expect(sent(server.receive(2, requestVote(9, 9, 9)))).toEqual([{ to: 0b00100, message: vote(9) }]);
  });

  test('nor does the leader itself; a newer term in a reply still deposes it', () => {
    const server = new Server(WITH);
    server.win();
    expect(server.receive(3, requestVote(5, 9, 9))).toEqual([]);
    expect(server.raft.role.kind).toBe('leader');
    server.receive(3, refused(5, 1, 0));
    expect(server.raft).toMatchObject({ currentTerm: 5, role: { kind: 'follower' } });
  });

  test('hearing from its leader again counts from then on', () => {
    const server = new Server(WITH);
    server.receive(1, appendEntries(1, [0, 0]));
    server.fire('leaderSilence');
    server.receive(1, appendEntries(1, [0, 0]));
    expect(server.receive(2, requestVote(9, 9, 9))).toEqual([]);
  });

  test('without the option a candidate of a newer term is heard', () => {
    const server = new Server({ preVote: true });
    server.receive(1, appendEntries(1, [0, 0]));
    expect(sent(server.receive(2, requestVote(9, 9, 9)))).toEqual([{ to: 0b00100, message: vote(9) }]);
  });
});
