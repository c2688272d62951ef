/** Wrong codes after which the back office has to help (D9). */
export const MAX_CODE_ATTEMPTS = 5;

/** Whether two codes are the same, in a time that does not tell how much of them is. */
export function sameCode(given: string, expected: string): boolean {
  let difference = given.length ^ expected.length;
  for (let index = 0; index < expected.length; index++) {
    difference |= (given.charCodeAt(index) || 0) ^ expected.charCodeAt(index);
  }
  return difference === 0;
}
