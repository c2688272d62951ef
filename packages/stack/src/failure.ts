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

/** What a program that failed has said on its way out, else the error's own text. */
export const lastSaid = (error: unknown): string => String(shapeOf(error).stderr || messageOf(error)).trim();

/** Told by shape, as errors of Node's own modules are of another realm under Jest. */
const shapeOf = (error: unknown): Record<string, unknown> =>
  typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
