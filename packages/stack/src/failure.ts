/** A start that cannot go on, for a reason a person can act on: the message is one sentence saying what to do. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}

/** The text of anything thrown, without its stack. */
export const messageOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
};

/** Whether an error of the operating system or of PostgreSQL carries this code. */
export const hasCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
