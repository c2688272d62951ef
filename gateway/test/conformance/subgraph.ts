import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, type GraphQLSchema, isUnionType, parse } from 'graphql';
import { found, keysOf, type Record } from './references.ts';
import type { Subgraph } from './suite.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires",
  "@provides", "@external", "@shareable", "@override", "@inaccessible", "@interfaceObject", "@tag"])\n`;

/** The subgraph's SDL, parsed. */
export const typeDefsOf = ({ sdl, federation }: Subgraph): DocumentNode => parse(federation === 1 ? sdl : LINK + sdl);

/** A schema that resolves from the subgraph's records and refuses representations that no correct gateway sends. */
export function schemaOf(subgraph: Subgraph): GraphQLSchema {
  const typeDefs = typeDefsOf(subgraph);
  const keys = keysOf(typeDefs);
  const references = Object.entries(subgraph.entities ?? {}).map(([type, records]) => {
    const __resolveReference = async (representation: Record) => {
      assertKnown(schema, type, representation);
      return found(records as Record[], { type, representation, keys: keys.get(type) ?? [] });
    };
    return [type, { __resolveReference, ...subgraph.resolvers?.[type] }] as const;
  });
  const resolvers = { ...subgraph.resolvers, ...Object.fromEntries(references) };
  const schema: GraphQLSchema = buildSubgraphSchema({ typeDefs, resolvers: resolvers as never });
  return schema;
}

/** A representation speaks of fields as this subgraph's schema does, whatever aliases the client gave them. */
function assertKnown(schema: GraphQLSchema, type: string, representation: Record): void {
  const definition = schema.getType(type);
  const known = definition && 'getFields' in definition && !isUnionType(definition) ? definition.getFields() : {};
  const unknown = Object.keys(representation).filter((name) => name !== '__typename' && !known[name]);
  if (unknown.length > 0) throw new Error(`a representation of ${type} with unknown ${unknown.join(', ')}`);
}
