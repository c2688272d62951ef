import { type DocumentNode, type GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { LRUCache } from 'lru-cache';

/** A document ready to run, or why it is not. */
export type Prepared = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] };

/** Callers are our own services, so documents are few; the bound is against a caller gone wrong. */
const MAX_DOCUMENTS = 2_000;
const MAX_TOKENS = 20_000;

/** Parses and validates each document once. */
export function documentCache(schema: GraphQLSchema): (query: string) => Prepared {
  const known = new LRUCache<string, Prepared>({ max: MAX_DOCUMENTS });
  return (query) => {
    let prepared = known.get(query);
    if (!prepared) {
      prepared = prepare(schema, query);
      known.set(query, prepared);
    }
    return prepared;
  };
}

function prepare(schema: GraphQLSchema, query: string): Prepared {
  try {
    const document = parse(query, { maxTokens: MAX_TOKENS, noLocation: true });
    const errors = validate(schema, document);
    return errors.length > 0 ? { errors } : { document };
  } catch (error) {
    return { errors: [error as GraphQLError] };
  }
}
