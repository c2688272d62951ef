import { type DocumentNode, GraphQLError, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { beside } from '../beside.ts';
import { openAcquaintance } from './acquaintance.ts';

/** Parsed documents by their text. */
export interface Documents {
  /** The document of this text, without `loc`. Throws a GraphQLError GRAPHQL_PARSE_FAILED. */
  parsed(text: string): DocumentNode;
  /** The same document with every node's place in its text; undefined for one that has them or is not from here. */
  located(document: DocumentNode): DocumentNode | undefined;
}

const MAX_DOCUMENTS = 512;
/** Characters of source text; a parsed document takes some twenty times as much memory. */
const MAX_CHARACTERS = 1_000_000;

/** Documents that were asked for once, in the last few milliseconds of a flood of them. */
const MAX_STRANGERS = 16;

/**
 * Keeps what was parsed, within bounds, once it was asked for twice: a flood of documents that nobody asks for again
 * pushes out nothing, and leaves nothing to clear up. Places are left out: they take most of a document's memory, and
 * only errors tell them.
 */
export function openDocuments(maxTokens: number): Documents {
  const documents = new LRUCache<string, DocumentNode>({ max: MAX_DOCUMENTS, maxSize: MAX_CHARACTERS });
  const strangers = new LRUCache<string, DocumentNode>({ max: MAX_STRANGERS });
  const isKnown = openAcquaintance();
  const texts = beside<DocumentNode, string>();
  const withPlaces = beside<DocumentNode, DocumentNode>();
  return {
    parsed(text) {
      const known = documents.get(text);
      if (known) return known;
      const stranger = strangers.get(text);
      const document = stranger ?? parseOrRefuse(text, maxTokens);
      texts.set(document, text);
      if (stranger || isKnown(text)) documents.set(text, document, { size: Math.max(1, text.length) });
      else strangers.set(text, document);
      return document;
    },
    located(document) {
      const text = texts.get(document);
      if (text === undefined) return undefined;
      return withPlaces.get(document) ?? withPlaces.set(document, parse(text, { maxTokens }));
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
