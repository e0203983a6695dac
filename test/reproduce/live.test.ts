/** Published experiments in real time: which of them, how they are labelled, and what a void run leaves of them. */
import { describe, expect, it } from 'vitest';
import { publishedExperiments } from '../../bench/experiments/published-experiments.ts';
import { withinShare } from '../../harness/reproduce/gates.ts';
import { RealTimeLab } from '../../harness/reproduce/live-lab.ts';
import type { PublishedExperiment } from '../../harness/reproduce/published-experiment.ts';
import { reproduceLive } from '../../harness/reproduce/reproduce.ts';
import { jsonOf, markdownOf, verdictText } from '../../harness/reproduce/text.ts';
import { judgedIfMeasured, liveFigure, voidNotes } from '../../harness/reproduce/trial-figures.ts';
import { UserError } from '../../harness/user-error.ts';
import { commandLine } from '../cli/command-line.ts';
import { UNBOUND } from '../support/unbound.ts';

const MEAN = 'latency_mean_ms';

/** A commit takes a round trip of 40 ms, and what a busy machine adds. */
const roundTrip: PublishedExperiment = {
  name: 'round-trip',
  question: 'How long does a commit take?',
  source: 'A test',
  setup: ['Three nodes.', 'Eight clients.'],
  expected: 'A round trip.',
  run: () => Promise.reject(new Error('this one is live')),
  live: {
    setup: ['Of all sites only one.'],
    run: async (lab) => {
      const outcomes = await lab.run([
        {
          algorithm: 'raft',
          nodes: 3,
          seed: lab.seeds('round-trip', 1)[0],
          network: { delay: '20ms' },
          policy: { leader: 0, electionMs: [500, 900] },
          workload: { clients: 8, at: [0] },
          phases: { warmupMs: 0, durationMs: 400 },
        },
      ]);
      const gate = withinShare('mean, ms', liveFigure(outcomes[0]!, MEAN), 40, 100);
      return {
        gates: [judgedIfMeasured(gate)],
        charts: [],
        notes: voidNotes(outcomes, MEAN, ['the run']),
      };
    },
  },
};

describe('A reproduction in real time', () => {
  it('is judged by the same gates, and says that it is live and what was left out', async () => {
    const done = await reproduceLive(new RealTimeLab({ seed: 1, bounds: UNBOUND }), roundTrip);
    expect(done.findings.gates[0]!.measured).toBeGreaterThan(39.9);
    expect(verdictText(done)).toBe('live: passes: 1 of 1 gates hold');
    expect(jsonOf(done)).toMatchObject({ driver: 'threads', pass: true, live: ['Of all sites only one.'] });
    const text = markdownOf(done);
    for (const part of ['| measured live |', 'Of all sites only one.', 'round-trip --driver threads --seed 1']) {
      expect(text).toContain(part);
    }
  });

  it('has a void row where the run is void, which neither holds nor fails, and does not pass', async () => {
    const bounds = { ...UNBOUND, clockStepNs: 0 };
    const done = await reproduceLive(new RealTimeLab({ seed: 1, bounds }), roundTrip);
    expect(done.pass).toBe(false);
    expect(verdictText(done)).toBe('live: void: 1 of 1 figures could not be taken, 0 gates hold');
    expect(markdownOf(done)).toContain('| mean, ms | void | 40 |');
    expect(done.findings.notes).toEqual([
      expect.stringMatching(/^Void: the run, as the clock of node 0 goes in steps/),
    ]);
  });

  it('of what makes no sense live is refused, and so is what a live run cannot do', async () => {
    const lab = new RealTimeLab({ seed: 1 });
    const simulated = publishedExperiments.find(({ name }) => name === 'raft-elections')!;
    expect(() => reproduceLive(lab, simulated)).toThrow(UserError);
    await expect(lab.run([{ algorithm: 'raft', costs: { cpus: 1 } }])).rejects.toThrow('costs.cpus is 1');
  });
});

describe('reproduce --driver threads', () => {
  it.each([
    [
      'reproduce wan-elections --driver threads',
      'wan-elections makes no sense with --driver threads: it needs servers',
    ],
    ['reproduce quorum-sizes --driver threads', 'costs.cpus'],
    ['reproduce leader-saturation --driver threads', 'leave out --driver, or take wide-area-quorums or five-sites'],
    ['reproduce five-sites --driver tcp', '--driver is tcp; take sim, or threads for real time'],
    ['reproduce five-sites --driver threads --workers 2', 'live trials run one at a time; leave it out'],
  ])('refuses %s in one sentence', async (line, sentence) => {
    const { status, err } = await commandLine(line);
    expect(status).toBe(2);
    expect(err).toContain(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('is there for an experiment, with what it leaves out, or the experiment says why not', () => {
    for (const { name, live } of publishedExperiments) {
      if (typeof live === 'string') expect(live, name).toMatch(/[^.]$/);
      else expect(live.setup.length, name).toBeGreaterThan(0);
    }
    const able = publishedExperiments.filter(({ live }) => typeof live === 'object').map(({ name }) => name);
    expect(able).toEqual(['wide-area-quorums', 'five-sites']);
  });
});
