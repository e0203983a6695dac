/** A description of quorums that makes no sense: value, rule and remedy in one sentence. */
export class InvalidQuorum extends Error {
  override readonly name = 'InvalidQuorum';
}
