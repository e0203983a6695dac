/**
 * A mistake in what the user gave us: value, rule and remedy in one sentence. The command line prints the message alone
 * and exits with status 2; a stack trace would only hide it.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}
