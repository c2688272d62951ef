import { createHash } from 'node:crypto';
import { type DocumentNode, GraphQLError, parse } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Parsed documents by the SHA-256 of their text. */
export interface Documents {
  /** The document of this text, without `loc`. Throws a GraphQLError GRAPHQL_PARSE_FAILED. */
  parsed(text: string): DocumentNode;
  /** The same document with every node's place in its text; undefined for one that has them or is not from here. */
  located(document: DocumentNode): DocumentNode | undefined;
}

const MAX_DOCUMENTS = 512;
/** Characters of source text; a parsed document takes some twenty times as much memory. */
const MAX_CHARACTERS = 1_000_000;

/**
 * Keeps what was parsed, within bounds, so that a flood of new documents only pushes out old ones. Places are left out:
 * they take most of a document's memory, and only errors tell them.
 */
export function openDocuments(maxTokens: number): Documents {
  const documents = new LRUCache<string, DocumentNode>({ max: MAX_DOCUMENTS, maxSize: MAX_CHARACTERS });
  const texts = new WeakMap<DocumentNode, string>();
  const withPlaces = new WeakMap<DocumentNode, DocumentNode>();
  return {
    parsed(text) {
      const hash = createHash('sha256').update(text).digest('base64');
      const known = documents.get(hash);
      if (known) return known;
      const document = parseOrRefuse(text, maxTokens);
      texts.set(document, text);
      documents.set(hash, document, { size: Math.max(1, text.length) });
      return document;
    },
    located(document) {
      const text = texts.get(document);
      if (text === undefined) return undefined;
      const known = withPlaces.get(document) ?? parse(text, { maxTokens });
      withPlaces.set(document, known);
      return known;
    },
  };
}

function parseOrRefuse(text: string, maxTokens: number): DocumentNode {
  try {
    return parse(text, { maxTokens, noLocation: true });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { message, source, positions } = error;
    throw new GraphQLError(message, { source, positions, extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
  }
}
