/** How our protocols of the Paxos family write what the specification speaks of. */
import type { MultiPaxosProtocol } from '../../algorithms/multi-paxos/messages.ts';
import { FIRST_SLOT, type Protocol } from '../../algorithms/contract.ts';
import type { PaxosProtocol } from '../../algorithms/paxos/messages.ts';
import { ACCEPTORS, NODES, type Dialect } from './projection.ts';

type Message = Protocol['Message'];
type Record = Protocol['Record'];

export const paxosDialect: Dialect = {
  // Rounds begin with 1, and a ballot is round × nodes + proposer.
  firstBallot: NODES + ACCEPTORS,
  promised: (written: Record) => {
    const record = written as PaxosProtocol['Record'];
    return record.type === 'promised' ? record.ballot : undefined;
  },
  accepted: (written: Record) => {
    const record = written as PaxosProtocol['Record'];
    return record.type === 'accepted' ? record : undefined;
  },
  prepare: (sent: Message) => {
    const message = sent as PaxosProtocol['Message'];
    return message.type === 'prepare' ? message.ballot : undefined;
  },
  promise: (sent: Message) => {
    const message = sent as PaxosProtocol['Message'];
    if (message.type !== 'promise') return undefined;
    const { ballot, acceptedBallot, acceptedValue } = message;
    return { ballot, vote: acceptedBallot === -1 ? undefined : { ballot: acceptedBallot, value: acceptedValue } };
  },
  accept: (sent: Message) => {
    const message = sent as PaxosProtocol['Message'];
    return message.type === 'accept' ? message : undefined;
  },
  isOfSpecification: ({ type }: Message) => ['prepare', 'promise', 'accept'].includes(type),
};

export const multiPaxosDialect: Dialect = {
  // Rounds begin with 0.
  firstBallot: ACCEPTORS,
  promised: (written: Record) => {
    const record = written as MultiPaxosProtocol['Record'];
    return record.type === 'promised' ? record.ballot : undefined;
  },
  accepted: (written: Record) => {
    const record = written as MultiPaxosProtocol['Record'];
    return record.type === 'vote' && record.slot === FIRST_SLOT
      ? { ballot: record.ballot, value: record.batch }
      : undefined;
  },
  prepare: (sent: Message) => {
    const message = sent as MultiPaxosProtocol['Message'];
    return message.type === 'prepare' ? message.ballot : undefined;
  },
  promise: (sent: Message) => {
    const message = sent as MultiPaxosProtocol['Message'];
    if (message.type !== 'promise') return undefined;
    const vote = message.votes.find(({ slot }) => slot === FIRST_SLOT);
    return { ballot: message.ballot, vote: vote && { ballot: vote.ballot, value: vote.batch } };
  },
  accept: (sent: Message) => {
    const message = sent as MultiPaxosProtocol['Message'];
    if (message.type !== 'accept' || message.slot !== FIRST_SLOT) return undefined;
    return { ballot: message.ballot, value: message.batch };
  },
  // An acceptor answers a prepare that comes behind the accept of its own ballot, which the specification leaves out: its
  // proposer has proposed already and takes no notice.
  isOfSpecification: (sent: Message) => {
    const message = sent as MultiPaxosProtocol['Message'];
    if (message.type === 'promise') return message.votes.every(({ ballot }) => ballot < message.ballot);
    return message.type === 'prepare' || (message.type === 'accept' && message.slot === FIRST_SLOT);
  },
};
