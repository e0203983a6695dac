/** What went between the client and the nodes: attempts, redirects, the reply. */
import type { Message } from './diagram.ts';
import type { Operation, RecordedTrial } from './recorded-trial.ts';
import { valueOfOperation } from './words.ts';

export function clientMessages({ attempts, redirects }: RecordedTrial, operation: Operation): Message[] {
  const { answer, endedNs, command } = operation;
  const messages: Message[] = attempts.map(({ node, sentNs, arrivesNs }) => ({
    from: 'client',
    to: node,
    sentNs,
    arrivedNs: arrivesNs <= endedNs ? arrivesNs : undefined,
    label: 'request',
    text: `request ${valueOfOperation(command)}`,
    critical: answer !== undefined && node === answer.node && sentNs === answer.sentNs,
    lost: false,
  }));
  for (const { node, leader, departsNs } of redirects) {
    // The client sends again at once if it was told whom to ask; if it was not, nobody sees when the word arrived.
    const next = attempts.find(({ sentNs, node: target }) => sentNs >= departsNs && target === leader);
    messages.push({
      from: node,
      to: 'client',
      sentNs: departsNs,
      arrivedNs: next?.sentNs,
      label: 'redirect',
      text: leader === undefined ? 'redirect: no leader is known' : `redirect to node ${leader}`,
      critical: false,
      lost: false,
    });
  }
  if (answer !== undefined) {
    messages.push({
      from: answer.node,
      to: 'client',
      sentNs: answer.departedNs,
      arrivedNs: endedNs,
      label: 'reply',
      text: 'reply',
      critical: true,
      lost: false,
    });
  }
  return messages;
}
