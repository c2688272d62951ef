import { readFileSync } from 'node:fs';
import { market } from './market.ts';
import { shop } from './shop.ts';
import type { World } from './world.ts';

/** One kind of load. */
export interface Scenario {
  readonly name: string;
  readonly world: World;
  readonly connections: number;
  /** The n-th request of a round; `n` never comes twice in a run. */
  request(n: number): { readonly query: string; readonly variables?: Record<string, unknown> };
}

const LIST =
  'query List($first: Int, $from: Int) { products(first: $first, from: $from) { id name price available rating { average count } } }';
const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');
const WIDE = read('wide.graphql');
const SET_WIDE = WIDE.replace('query Wide', 'query Wide($set: Int!)').replaceAll(
  /(users|topProducts)\b(?= \{)/g,
  '$1(set: $set)',
);
const MIDDLE = read('middle.graphql');

const CONNECTIONS = 50;

/** The gateway-only rounds. Each shareable question has its unshareable twin. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'small',
    world: shop,
    connections: CONNECTIONS,
    request: () => ({ query: LIST, variables: { first: 10, from: 0 } }),
  },
  {
    name: 'unique',
    world: shop,
    connections: CONNECTIONS,
    request: (n) => ({ query: LIST, variables: { first: 10, from: n * 10 } }),
  },
  { name: 'wide', world: market, connections: CONNECTIONS, request: () => ({ query: WIDE }) },
  {
    name: 'wide-unique',
    world: market,
    connections: CONNECTIONS,
    request: (n) => ({ query: SET_WIDE, variables: { set: n } }),
  },
  {
    // One at a time: what a user waits for an operation nobody sent before, not how long the queue is.
    name: 'never-seen',
    world: market,
    connections: 1,
    request: (n) => ({
      query: MIDDLE.replace('query Middle', `query Middle${n}`).replace('name #', `name${n}: name #`),
    }),
  },
];
