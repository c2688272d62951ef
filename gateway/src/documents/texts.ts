import type { Parameters } from './parameters.ts';
import { type Persisted, sha256 } from './persisted.ts';
import { badRequest, idNotTrusted, notPersisted, textNotTrusted } from './refusals.ts';
import type { Trusted } from './trusted.ts';

/** What names a document. */
export type Named = Pick<Parameters, 'query' | 'documentId' | 'extensions'>;

/** The text a client means. */
export interface Found {
  readonly text: string;
  /** Set when the client wants it remembered by its hash: called once the document has proved to be runnable. */
  readonly keep?: () => void;
}

/** Finds the document a client names by text, hash or id; the same over HTTP, sockets and event streams. */
export interface Texts {
  /**
   * Throws (rejects with) BAD_REQUEST, PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_NOT_IN_LIST or
   * QUERY_NOT_IN_SAFELIST. Answers at once when nothing has to be looked up.
   */
  of(named: Named): Found | Promise<Found>;
}

/** Opens the texts over trusted documents, if there are any, and persisted ones. */
export function openTexts({ trusted, persisted }: { trusted: Trusted | undefined; persisted: Persisted }): Texts {
  function given(text: string, id: string | undefined): Found {
    if (trusted?.only && !trusted.has(text)) throw textNotTrusted();
    // Ids of trusted documents need not be hashes.
    if (id === undefined || trusted?.text(id) === text) return { text };
    if (sha256(text) !== id) throw badRequest('The SHA-256 that was sent is not that of `query`.');
    return { text, keep: () => persisted.keep(id, text) };
  }

  async function lookedUp(id: string): Promise<Found> {
    const known = trusted?.text(id);
    if (known !== undefined) return { text: known };
    if (trusted?.only) throw idNotTrusted();
    const text = HASH.test(id) ? await persisted.find(id) : undefined;
    if (text === undefined) throw notPersisted();
    return { text };
  }

  return {
    of(named) {
      const { query, documentId } = named;
      if (query === undefined) {
        const id = idIn(named);
        if (id === undefined) throw badRequest('Send `query`: the text of a GraphQL document.');
        return lookedUp(id);
      }
      if (documentId !== undefined) throw badRequest('Send either `query` or `documentId`, not both.');
      return given(query, idIn(named));
    },
  };
}

const HASH = /^[0-9a-f]{64}$/;
const PREFIX = 'sha256:';

function idIn({ documentId, extensions }: Named): string | undefined {
  if (documentId !== undefined) return documentId.startsWith(PREFIX) ? documentId.slice(PREFIX.length) : documentId;
  const persisted = extensions?.persistedQuery;
  if (persisted === undefined || persisted === null) return undefined;
  const { version, sha256Hash } = persisted as { version?: unknown; sha256Hash?: unknown };
  if (version !== 1) throw badRequest('`extensions.persistedQuery.version` must be 1.');
  if (typeof sha256Hash !== 'string' || sha256Hash === '')
    throw badRequest('`extensions.persistedQuery.sha256Hash` must be a hash.');
  return sha256Hash;
}
