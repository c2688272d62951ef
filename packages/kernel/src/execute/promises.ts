import type { Answer } from './shapes.ts';

/** Whether the value has to be waited for. */
export const isPromise = <T>(value: T | Promise<T>): value is Promise<T> =>
  value !== null &&
  (typeof value === 'object' || typeof value === 'function') &&
  typeof (value as { then?: unknown }).then === 'function';

/** The object once everything in it is there. */
export async function settled(answer: Answer): Promise<Answer> {
  const keys = Object.keys(answer);
  const values = await Promise.all(Object.values(answer));
  for (let at = 0; at < keys.length; at++) answer[keys[at] as string] = values[at];
  return answer;
}
