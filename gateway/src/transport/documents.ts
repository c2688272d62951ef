import { getOperationAST, OperationTypeNode, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { type SubgraphDocument, subgraphDocument } from './question.ts';

/** Documents that come as text are written by us or by the planner, so they are few; the bound is against a flaw. */
const known = new LRUCache<string, SubgraphDocument>({ max: 2_000 });

/** The document of this text, always the same one as long as it is in use. For whoever has nothing but text. */
export function documentOf(text: string): SubgraphDocument {
  let document = known.get(text);
  if (!document) {
    document = subgraphDocument(text, kindOf(text));
    known.set(text, document);
  }
  return document;
}

/** A text that is no GraphQL goes out as a query: the subgraph says what is wrong with it. */
function kindOf(text: string): OperationTypeNode {
  try {
    return getOperationAST(parse(text, { noLocation: true }))?.operation ?? OperationTypeNode.QUERY;
  } catch {
    return OperationTypeNode.QUERY;
  }
}
