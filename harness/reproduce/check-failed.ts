/** A run of an experiment broke a rule of its protocol, or could not be judged: there are no figures, only this sentence. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
}
