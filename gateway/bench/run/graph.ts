import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import type { World } from '../worlds/world.ts';

/** A graph that is being served: what gateways need to know of it. */
export interface Place {
  readonly name: string;
  readonly supergraphFile: string;
  /** GraphQL endpoints by subgraph. */
  readonly subgraphUrls: Readonly<Record<string, string>>;
}

/** Composes a world for subgraphs served on this port. */
export function placeOf({ name, subgraphs }: World, port: number, folder: string): Place {
  const subgraphUrls = Object.fromEntries(
    Object.keys(subgraphs).map((each) => [each, `http://127.0.0.1:${port}/${name}/${each}/graphql`]),
  );
  const { supergraphSdl, errors } = composeServices(
    Object.entries(subgraphs).map(([each, { sdl }]) => ({
      name: each,
      url: String(subgraphUrls[each]),
      typeDefs: parse(sdl),
    })),
  );
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  const supergraphFile = path.join(folder, `${name}.graphql`);
  writeFileSync(supergraphFile, supergraphSdl);
  return { name, supergraphFile, subgraphUrls };
}
