/** A reason not to start that the operator can mend: shown as its message, without a stack. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
}
