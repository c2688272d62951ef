import './telemetry-off.ts';
import { Supergraph } from '@apollo/federation-internals';
import type { GraphQLSchema } from 'graphql';

/** A supergraph as graphql-js knows it. */
export interface Schemas {
  /** What clients see, with `@defer`. */
  readonly schema: GraphQLSchema;
  /** Everything, `@inaccessible` included. */
  readonly supergraphSchema: GraphQLSchema;
}

/** Reads a supergraph. Throws when it is not valid. */
export function schemasOf(supergraphSdl: string): Schemas {
  const supergraph = Supergraph.build(supergraphSdl);
  return {
    schema: supergraph.apiSchema().toGraphQLJSSchema({ includeDefer: true }),
    supergraphSchema: supergraph.schema.toGraphQLJSSchema(),
  };
}
