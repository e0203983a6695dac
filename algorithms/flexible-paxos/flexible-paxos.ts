/**
 * Flexible Paxos (Howard, Malkhi, Spiegelman 2016): Multi-Paxos with the quorum system set free. What the paper changes
 * is all here, as it is all between the TLA+ specifications of the two:
 *
 *     Paxos.tla   QuorumAssumption   any two of Quorum meet
 *     FPaxos.tla  QuorumAssumption   each of Quorum1 meets each of Quorum2
 *                 Phase2a            asks for promises of a Quorum1     -> Multi-Paxos's isPhase1
 *                 chosen             votes of a Quorum2                 -> Multi-Paxos's isPhase2
 */
import { multiPaxos } from '../multi-paxos/multi-paxos.ts';
import { paxosLegality } from '../quorum/legality.ts';

export const flexiblePaxos: typeof multiPaxos = {
  ...multiPaxos,
  name: 'flexible-paxos',
  title: 'Flexible Paxos',
  about: 'Multi-Paxos in which only quorums of different phases need to meet: a small phase 2 for a large phase 1.',
  // §5, equation 3. Two phase-1 quorums need not meet, for a ballot belongs to one proposer; nor two phase-2 quorums.
  legality: paxosLegality,
};
