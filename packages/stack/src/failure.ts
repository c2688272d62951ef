/** A start that cannot go on, for a reason a person can act on: the message is one sentence saying what to do. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}

/** The text of anything thrown, without its stack. */
export const messageOf = (error: unknown): string => {
  const { message, errors } = shapeOf(error);
  if (!message && Array.isArray(errors)) return errors.map(messageOf).join('; '); // several addresses were tried
  return typeof message === 'string' ? message : String(error);
};

/** Whether an error of the operating system or of PostgreSQL carries one of these codes. */
export const hasCode = (error: unknown, ...codes: string[]): boolean => codes.includes(String(shapeOf(error).code));

/** The text of an error with what PostgreSQL says about it besides, a line each. */
export const fullMessageOf = (error: unknown): string => {
  const { detail, hint } = shapeOf(error);
  return [messageOf(error), detail, hint].filter(Boolean).join('\n  ');
};

/** What a program that failed has said on its way out, else the error's own text; and the signal that ended it. */
export const lastSaid = (error: unknown): string => {
  const { stderr, signal } = shapeOf(error);
  const said = String(stderr || messageOf(error)).trim();
  return signal ? `${said}\nIt was ended by ${String(signal)}.` : said;
};

/** Told by shape, as errors of Node's own modules are of another realm under Jest. */
const shapeOf = (error: unknown): Record<string, unknown> =>
  typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
