import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { Viewer } from '@app/kernel/viewer';
import { execute, type GraphQLSchema, parse } from 'graphql';
import type { Asks } from '../../../src/run/state.ts';

const LINK = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
  @link(url: "https://orders.example/cache/v1.0", import: ["@cacheControl"])
  @composeDirective(name: "@cacheControl")
directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION
enum CacheControlScope { PUBLIC PRIVATE }`;

const shopsSdl = `${LINK}
type Query {
  shop(id: ID!): Shop @cacheControl(maxAge: 30)
  shops: [Shop!]! @cacheControl(maxAge: 30)
  refs(ids: [ID!]!): [Shop!]!
  "Public by mistake."
  whoami: String! @cacheControl(maxAge: 30)
}
type Mutation { rename(id: ID!, name: String!): Shop }
type Shop @key(fields: "id") { id: ID!  name: String! @cacheControl(maxAge: 30) }`;

const reviewsSdl = `${LINK}
type Query { ping: Boolean }
type Mutation { review(id: ID!, score: Int!): Boolean }
type Shop @key(fields: "id") {
  id: ID!
  score(scale: Int = 1): Int @cacheControl(maxAge: 60)
  "Public by mistake."
  readBy: String! @cacheControl(maxAge: 60)
  mine: String
}`;

/** What the test subgraphs stand on. */
export interface Store {
  /** Names by id; those of hidden ones are for their owner. */
  readonly names: Map<string, string>;
  readonly owners: Map<string, string>;
  readonly scores: Map<string, number>;
  /** Every question: subgraph, viewer, and the ids of entities. */
  readonly asked: { subgraph: string; viewer: string; ids: string[] }[];
  /** Runs in a subgraph after it has read and before it answers. */
  meanwhile: () => Promise<void>;
  /** Thrown by resolvers as long as it is set. */
  failing: boolean;
  /** No answer at all as long as it is set. */
  away: boolean;
}

/** A store with three shops, one of them hidden. */
export const newStore = (prefix: string): Store => ({
  names: new Map(['1', '2', 'hidden'].map((id) => [`${prefix}${id}`, `Shop ${id}`])),
  owners: new Map([[`${prefix}hidden`, 'usr_owner']]),
  scores: new Map([
    [`${prefix}1`, 4],
    [`${prefix}2`, 5],
  ]),
  asked: [],
  meanwhile: async () => {},
  failing: false,
  away: false,
});

interface Asking {
  readonly viewer: Viewer;
}

type Ref = { readonly id: string };

/** Both subgraphs as sources, over one store. */
export function openSources(store: Store): ReadonlyMap<string, Asks> {
  const sees = (id: string, { viewer }: Asking) => !store.owners.has(id) || store.owners.get(id) === viewer.id;
  const shop = (id: string, asking: Asking) => (store.names.has(id) && sees(id, asking) ? { id } : null);
  const name = ({ id }: Ref) => {
    if (store.failing) throw new Error('the shop is on fire');
    return store.names.get(id);
  };
  const who = (_: unknown, _args: unknown, { viewer }: Asking) => viewer.id || 'nobody';
  const shops = buildSubgraphSchema({
    typeDefs: parse(shopsSdl),
    resolvers: {
      Query: {
        shop: (_: unknown, { id }: Ref, asking: Asking) => shop(id, asking),
        shops: (_: unknown, _args: unknown, asking: Asking) =>
          [...store.names.keys()].filter((id) => sees(id, asking)).map((id) => ({ id })),
        refs: (_: unknown, { ids }: { ids: string[] }) => ids.map((id) => ({ id })),
        whoami: who,
      },
      Mutation: {
        rename: (_: unknown, { id, name: text }: { id: string; name: string }) => {
          store.names.set(id, text);
          return { id };
        },
      },
      Shop: { __resolveReference: ({ id }: Ref, asking: Asking) => shop(id, asking), name },
    },
  } as never);
  const reviews = buildSubgraphSchema({
    typeDefs: parse(reviewsSdl),
    resolvers: {
      Mutation: {
        review: (_: unknown, { id, score }: { id: string; score: number }) => Boolean(store.scores.set(id, score)),
      },
      Shop: {
        __resolveReference: ({ id }: Ref, asking: Asking) => shop(id, asking),
        score: ({ id }: Ref, { scale }: { scale: number }) => {
          if (store.failing) throw new Error('nobody counts');
          return (store.scores.get(id) ?? 0) * scale;
        },
        readBy: who,
        mine: who,
      },
    },
  } as never);
  return new Map([
    ['shops', source('shops', shops, store)],
    ['reviews', source('reviews', reviews, store)],
  ]);
}

const source = (subgraph: string, schema: GraphQLSchema, store: Store): Asks => ({
  async ask({ document, variables, entities = [] }, { viewer }) {
    const represented = entities.map((each) => [each.variable, each.values()] as const);
    const ids = represented.flatMap(([, values]) => (values as Ref[]).map(({ id }) => id));
    store.asked.push({ subgraph, viewer: viewer.id || 'nobody', ids });
    if (store.away) throw new Error('away');
    const result = await execute({
      schema,
      document: parse(document.text),
      variableValues: { ...variables, ...Object.fromEntries(represented) },
      contextValue: { viewer } satisfies Asking,
    });
    await store.meanwhile();
    // As it would come over the wire: objects that belong to whoever asked.
    return JSON.parse(JSON.stringify(result));
  },
});

/** The supergraph of both. */
export function supergraphSdl(): string {
  const { supergraphSdl: sdl, errors } = composeServices(
    Object.entries({ shops: shopsSdl, reviews: reviewsSdl }).map(([name, sdlOf]) => ({
      name,
      url: `http://${name}.internal/graphql`,
      typeDefs: parse(sdlOf),
    })),
  );
  if (!sdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return sdl;
}
