/** Going from one quorum system to another while running, for Flexible Paxos and for Raft: in words and for machines. */
import type { Refusal } from '../../algorithms/contract.ts';
import { InvalidQuorum } from '../../algorithms/quorum/invalid-quorum.ts';
import { reconfigure, type Reconfiguration, type Shared } from '../../algorithms/quorum/reconfiguration.ts';
import { systemFromSpec } from '../../algorithms/quorum/spec.ts';
import { UserError } from '../user-error.ts';
import type { Configuration } from './comparison.ts';

export type Outcomes = Readonly<Record<Shared, Reconfiguration | Refusal>>;

/** @throws UserError if a description makes no sense */
export function reconfigurationOf(nodes: number, from: Configuration, to: Configuration): Outcomes {
  try {
    const [before, after] = [from, to].map(({ phases }) => systemFromSpec(nodes, phases.phase1, phases.phase2));
    return { paxos: reconfigure(before!, after!, 'paxos'), raft: reconfigure(before!, after!, 'raft') };
  } catch (error) {
    if (error instanceof InvalidQuorum) throw new UserError(error.message);
    throw error;
  }
}

export function reconfigurationJson(outcomes: Outcomes): Record<string, unknown> {
  const one = (outcome: Reconfiguration | Refusal): object =>
    'rule' in outcome
      ? { refused: outcome.message }
      : {
          direct: outcome.direct,
          reason: outcome.reason ?? null,
          steps: outcome.steps.map(({ label, phase1, phase2 }) => ({
            label,
            phase1: phase1.label,
            phase2: phase2.label,
          })),
        };
  return { flexible_paxos: one(outcomes.paxos), raft: one(outcomes.raft) };
}

export function reconfigurationText(outcomes: Outcomes): string {
  return `Flexible Paxos: ${text(outcomes.paxos)}\nRaft: ${text(outcomes.raft)}`;
}

function text(outcome: Reconfiguration | Refusal): string {
  if ('rule' in outcome) return `refused: ${outcome.message}`;
  if (outcome.direct) return 'safe directly, node by node';
  const steps = outcome.steps.map(({ phase1, phase2 }) => `  phase 1: ${phase1.label}; phase 2: ${phase2.label}`);
  return [
    `not safe directly: ${outcome.reason}; safe step by step, each finished on all nodes before the next:`,
    ...steps,
    '  and before phase 1 shrinks, a new phase-2 quorum must hold all that was chosen under the old one',
  ].join('\n');
}
