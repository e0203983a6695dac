/** An answer of the quorum language in a few lines, for people; `--json` has all of it. */

interface Described {
  readonly valid: boolean;
  readonly tight: boolean;
  readonly counterexample: readonly (readonly string[])[] | null;
  readonly electionQuorumsIntersect: boolean;
  readonly slack: Readonly<Record<string, { readonly size: number; readonly now: number } | null>>;
  readonly faultTolerance: { readonly phase1: number; readonly phase2: number };
  readonly availability?: readonly {
    readonly name?: string;
    readonly unavailability: Readonly<Record<string, number>>;
  }[];
  readonly load?: readonly { readonly load?: number; readonly capacity?: number; readonly reason?: string }[];
  readonly latency?: { readonly best: Readonly<Record<string, { value: number; leaders: readonly string[] }>> };
}

type Answer = { readonly id?: unknown; readonly result?: Described; readonly error?: { readonly message: string } };

/** @param output what `answerAll` gave */
export function describeAnswer(output: unknown): string {
  const answers = output as Described | { readonly cases: readonly Answer[] };
  if (!('cases' in answers)) return lines(answers).join('\n');
  return answers.cases
    .map(({ id, result, error }) =>
      [String(id), ...(result === undefined ? [error!.message] : lines(result)).map((line) => `  ${line}`)].join('\n'),
    )
    .join('\n');
}

function lines(answer: Described): string[] {
  const sets = answer.counterexample?.map((quorum) => `{${quorum.join(',')}}`).join(' and ');
  const text = [
    answer.valid
      ? 'legal for Flexible Paxos: every phase-1 quorum meets every phase-2 quorum'
      : `illegal: ${sets} do not meet`,
  ];
  if (answer.valid) {
    text.push(
      answer.electionQuorumsIntersect
        ? 'any two election quorums meet, as Raft needs'
        : 'election quorums need not meet: not for Raft',
    );
  }
  for (const [phase, slack] of Object.entries(answer.slack)) {
    if (answer.valid && slack !== null)
      text.push(`${phase} quorums of ${slack.size} instead of ${slack.now} would be free`);
  }
  text.push(`crashes survived: ${answer.faultTolerance.phase2} to commit, ${answer.faultTolerance.phase1} to elect`);
  for (const { name, unavailability } of answer.availability ?? []) {
    text.push(`${name ?? 'failures'}: no commit ${unavailability['phase2']}, no election ${unavailability['phase1']}`);
  }
  for (const { load, capacity, reason } of answer.load ?? []) {
    if (load !== undefined) text.push(`load ${load}, capacity ${capacity}`);
    else if (reason !== undefined) text.push(`no strategy: ${reason}`);
  }
  for (const [measure, { value, leaders }] of Object.entries(answer.latency?.best ?? {})) {
    text.push(`best ${measure} ${value} with leader ${leaders.join(' or ')}`);
  }
  return text;
}
