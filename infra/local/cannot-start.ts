/**
 * Why the platform cannot start, where the person who started it can help it: a taken port, an
 * unwritable folder, a missing binary. The message is one line that says what to do; a command
 * prints it without a stack.
 */
export class CannotStart extends Error {
  override readonly name = "CannotStart";
}
