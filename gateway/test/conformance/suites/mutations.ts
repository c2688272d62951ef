import { type State, suite } from '../suite.ts';

const counted = (by: (total: number, given: number) => number) => (args: { by: number }, state: State) => {
  state.total = by(state.total ?? 0, args.by);
  return state.total;
};

/** Root fields of a mutation run one after the other, in the order of the query, whichever subgraphs they are in. */
export const mutations = suite({
  name: 'mutations',
  subgraphs: {
    sums: {
      sdl: `
        type Query { total: Int }
        type Mutation { add(by: Int!): Int!  addItem(name: String!): Item!  fail: Int  failHard: Int! }
        type Item @key(fields: "id") { id: ID!  name: String!  seen: Int }`,
      root: {
        total: (_args: object, state: State) => state.total ?? 0,
        add: counted((total, by) => total + by),
        addItem: ({ name }: { name: string }, state: State) => {
          state.total = (state.total ?? 0) + 1;
          return { id: 'i1', name };
        },
        fail: () => Promise.reject(new Error('not today')),
        failHard: () => Promise.reject(new Error('not today')),
      },
      entities: { Item: [{ id: 'i1', name: 'Lamp' }] },
      resolvers: { Item: { seen: (_item: object, _args, state) => state.total ?? 0 } },
    },
    products: {
      sdl: `
        type Mutation { multiply(by: Int!): Int! }
        type Item @key(fields: "id") { id: ID!  price: Int  now: Int }`,
      root: { multiply: counted((total, by) => total * by) },
      entities: { Item: [{ id: 'i1', price: 7 }] },
      resolvers: { Item: { now: (_item: object, _args, state) => state.total ?? 0 } },
    },
  },
  cases: [
    {
      name: 'over two subgraphs, in order',
      query: 'mutation { a: add(by: 2) b: multiply(by: 5) c: add(by: 1) d: multiply(by: 2) }',
      data: { a: 2, b: 10, c: 11, d: 22 },
    },
    {
      name: 'neighbours of one subgraph are one request',
      query: 'mutation { a: add(by: 2) b: add(by: 3) c: multiply(by: 4) }',
      data: { a: 2, b: 5, c: 20 },
      asks: { sums: 1, products: 1 },
    },
    {
      name: 'then the reads of what was written',
      query: 'mutation { addItem(name: "Lamp") { name price } }',
      data: { addItem: { name: 'Lamp', price: 7 } },
      asks: { sums: 1, products: 1 },
    },
    {
      name: 'with variables',
      query: 'mutation ($by: Int!, $twice: Int = 2) { add(by: $by) multiply(by: $twice) }',
      variables: { by: 4 },
      data: { add: 4, multiply: 8 },
    },
    {
      name: 'a field that fails does not stop the next ones',
      query: 'mutation { fail a: multiply(by: 3) b: add(by: 3) }',
      data: { fail: null, a: 0, b: 3 },
      errors: ['fail'],
    },
    {
      name: 'a field that may not be null takes everything with it',
      query: 'mutation { add(by: 1) failHard }',
      data: null,
      errors: ['failHard'],
    },
    {
      name: 'inside of fragments and conditions, in order',
      query:
        'mutation ($no: Boolean!) { ...A multiply(by: 10) @skip(if: $no) ... on Mutation { b: add(by: 1) } } fragment A on Mutation { a: add(by: 4) }',
      variables: { no: false },
      data: { a: 4, multiply: 40, b: 41 },
    },
    {
      name: 'a field that is left out is not run',
      query:
        'mutation ($no: Boolean!) { a: add(by: 4) multiply(by: 10) @skip(if: $no) b: add(by: 1) @include(if: $no) }',
      variables: { no: true },
      data: { a: 4, b: 5 },
    },
  ],
});
