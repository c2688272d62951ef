import { decodeCursor } from '@app/kernel/cursor';
import { publicError } from '@app/kernel/errors';

/** Where a page of a list "newest first, then by id" begins: after this row. */
export interface After {
  readonly at: Date;
  readonly id: string;
}

/** Reads a list's cursor. Throws INVALID_CURSOR for anything that did not come from here. */
export function afterOf(cursor: string | null | undefined): After | null {
  if (!cursor) return null;
  const [milliseconds, id] = decodeCursor(cursor, ['number', 'string']);
  const at = new Date(milliseconds);
  if (Number.isNaN(at.getTime())) throw publicError('INVALID_CURSOR', 'This cursor did not come from here.');
  return { at, id };
}

/** A row's place in such a list. */
export const keyOf = ({ at, id }: After): [number, string] => [at.getTime(), id];
