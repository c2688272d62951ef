import type { Args, Row } from './answer.ts';

/** A subgraph that exists for the bench alone. */
export interface BenchSubgraph {
  /** In the dialect of Federation 1, which every gateway still reads. */
  readonly sdl: string;
  /** Its root fields. */
  readonly query: Row;
  /** Its entities by type, from a representation. */
  readonly entities: Readonly<Record<string, (representation: Row) => Row>>;
}

/** A graph of such subgraphs. */
export interface World {
  readonly name: string;
  readonly subgraphs: Readonly<Record<string, BenchSubgraph>>;
}

/** Root fields of one subgraph, as gateways ask it. */
export const rootOf = ({ sdl, query, entities }: BenchSubgraph): Row => ({
  __typename: 'Query',
  ...query,
  _service: { __typename: '_Service', sdl },
  _entities: ({ representations }: Args) =>
    (representations as Row[]).map((each) => entities[String(each.__typename)]?.(each) ?? null),
});

/** Root fields of the whole graph, as if it were one: what a right answer is. */
export const wholeOf = ({ subgraphs }: World): Row =>
  Object.assign({ __typename: 'Query' }, ...Object.values(subgraphs).map(({ query }) => query));
