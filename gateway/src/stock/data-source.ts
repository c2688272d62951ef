import type { GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError, type OperationTypeNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { type SubgraphDocument, subgraphDocument } from '../transport/question.ts';
import type { RequestContext, Source } from '../transport/source.ts';

const MAX_DOCUMENTS = 2_000;

/** A source as @apollo/gateway asks it; the `context` of each question is a `RequestContext`. */
export function dataSource(source: Pick<Source, 'ask'>): GraphQLDataSource {
  const documents = new LRUCache<string, SubgraphDocument>({ max: MAX_DOCUMENTS });

  function documentOf(text: string): SubgraphDocument {
    let document = documents.get(text);
    if (!document) {
      const kind = /^\s*mutation\b/.test(text) ? 'mutation' : 'query';
      document = subgraphDocument(text, kind as OperationTypeNode);
      documents.set(text, document);
    }
    return document;
  }

  return {
    async process({ request, context, ...rest }) {
      const { query = '', variables = {} } = request;
      try {
        return (await source.ask({ document: documentOf(query), variables }, context as RequestContext)) as never;
      } catch (error) {
        const path = 'pathInIncomingRequest' in rest ? rest.pathInIncomingRequest : undefined;
        throw placed(error, path);
      }
    },
  };
}

/** An unanswered question keeps the place in the answer that stays empty, down to the first list. */
function placed(error: unknown, path: readonly (string | number)[] | undefined): unknown {
  if (!(error instanceof GraphQLError) || !path?.length) return error;
  const list = path.indexOf('@');
  return new GraphQLError(error.message, {
    path: list < 0 ? path : path.slice(0, list),
    extensions: error.extensions,
  });
}
