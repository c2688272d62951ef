import { createHash } from 'node:crypto';
import { type DocumentNode, GraphQLError, parse } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Parsed documents by the SHA-256 of their text, as Apollo Server's `documentStore` and for sockets. */
export interface Documents {
  /** The document of this text. Throws a GraphQLError GRAPHQL_PARSE_FAILED. */
  parsed(text: string): DocumentNode;
  get(key: string): Promise<DocumentNode | undefined>;
  set(key: string, document: DocumentNode): Promise<void>;
  delete(key: string): Promise<boolean>;
}

const MAX_DOCUMENTS = 1_000;
/** Characters of source text; a parsed document takes some fifty times as much memory. */
const MAX_CHARACTERS = 1_000_000;

/** Keeps what was parsed, within bounds, so that a flood of new documents only pushes out old ones. */
export function openDocuments(maxTokens: number): Documents {
  const documents = new LRUCache<string, DocumentNode>({
    max: MAX_DOCUMENTS,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: ({ loc }) => Math.max(1, loc?.source.body.length ?? 1),
  });
  return {
    parsed(text) {
      const hash = createHash('sha256').update(text).digest('hex');
      const document = documents.get(hash) ?? parseOrRefuse(text, maxTokens);
      documents.set(hash, document);
      return document;
    },
    get: async (key) => documents.get(hashIn(key)),
    set: async (key, document) => void documents.set(hashIn(key), document),
    delete: async (key) => documents.delete(hashIn(key)),
  };
}

/** Apollo Server puts the schema's hash in front; there is one schema here. */
const hashIn = (key: string): string => key.slice(-64);

function parseOrRefuse(text: string, maxTokens: number): DocumentNode {
  try {
    return parse(text, { maxTokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { message, source, positions } = error;
    throw new GraphQLError(message, { source, positions, extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
  }
}
