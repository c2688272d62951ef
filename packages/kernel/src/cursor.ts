import { publicError } from './errors.ts';

/** The page size a client gets when it asks for none, and the most it may ask for. */
export const PAGE_DEFAULT = 20;
export const PAGE_MAX = 100;

/** Turns a row's sort key into an opaque cursor. */
export const encodeCursor = (key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/** Reads a cursor back into its sort key of the given kinds. Throws INVALID_CURSOR for anything else. */
export function decodeCursor<const Kinds extends readonly ('string' | 'number')[]>(
  cursor: string,
  kinds: Kinds,
): { [I in keyof Kinds]: Kinds[I] extends 'string' ? string : number } {
  try {
    const key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    if (Array.isArray(key) && key.length === kinds.length && key.every((part, index) => typeof part === kinds[index])) {
      // PostgreSQL text cannot hold NUL; a forged cursor must not turn into a database error.
      if (!key.some((part) => typeof part === 'string' && part.includes('\0'))) return key as never;
    }
  } catch {
    // Not JSON: the same answer as any other forged cursor.
  }
  throw publicError('INVALID_CURSOR', 'This cursor did not come from here. Leave it out to start from the beginning.');
}

/** How many rows a page holds. Throws BAD_USER_INPUT unless `first` is from 1 to `PAGE_MAX`. */
export function pageSize(first: number | null | undefined): number {
  const size = first ?? PAGE_DEFAULT;
  if (size >= 1 && size <= PAGE_MAX) return size;
  throw publicError('BAD_USER_INPUT', `"first" must be from 1 to ${PAGE_MAX}.`);
}

/**
 * A Relay connection from `size + 1` rows: the extra row only says that there are more.
 * `edge` adds what an edge carries beside its node.
 */
export function connectionOf<Row, Extra extends object = object>(
  rows: readonly Row[],
  page: {
    size: number;
    after: string | null | undefined;
    key: (row: Row) => readonly (string | number)[];
    edge?: (row: Row) => Extra;
  },
) {
  const edges = rows.slice(0, page.size).map((node) => ({
    cursor: encodeCursor(page.key(node)),
    node,
    ...(page.edge?.(node) ?? ({} as Extra)),
  }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > page.size,
      hasPreviousPage: Boolean(page.after),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
