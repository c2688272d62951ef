import { suite } from '../suite.ts';

/**
 * Fields that a subgraph only passes on (`@external`), and does not resolve. Planners ask for them all the same, where
 * they are part of another subgraph's key, or where another field of the same type has them provided.
 */
export const passedOn = suite({
  name: 'fields that are passed on',
  subgraphs: {
    shelves: {
      sdl: `
        type Query { box: Box  crate: Crate @provides(fields: "height") }
        type Box @key(fields: "sku") {
          sku: ID!
          id: ID! @external
          weight: Int
          inside: [Box!] @external
          contents: String @requires(fields: "inside { id }")
        }
        type Crate @key(fields: "id") {
          id: ID!
          width: Int @external
          height: Int @external
          next: Crate @provides(fields: "width")
        }`,
      root: { box: { sku: 's1' }, crate: { id: 'c1', height: 2, next: { id: 'c2', width: 4 } } },
      entities: { Box: [{ sku: 's1', weight: 3 }] },
      resolvers: {
        Box: {
          id: () => {
            throw new Error('passed on, not resolved');
          },
          contents: ({ inside }: { inside: { id: string }[] }) => inside.map(({ id }) => id).join(),
        },
      },
    },
    packing: {
      sdl: `
        type Box @key(fields: "sku") @key(fields: "id") {
          sku: ID!
          id: ID!
          weight: Int @external
          inside: [Box!] @requires(fields: "weight")
        }
        type Crate @key(fields: "id") { id: ID!  width: Int @shareable  height: Int @shareable }`,
      entities: {
        Crate: [
          { id: 'c1', width: 3, height: 2 },
          { id: 'c2', width: 4, height: 5 },
        ],
        Box: [
          { sku: 's1', id: 'b1', inside: [{ sku: 's2', id: 'b2' }] },
          { sku: 's2', id: 'b2', inside: [] },
        ],
      },
    },
  },
  cases: [
    { name: 'a key of somebody else', query: '{ box { inside { sku } } }', data: { box: { inside: [{ sku: 's2' }] } } },
    { name: 'in a chain', query: '{ box { contents } }', data: { box: { contents: 'b2' } } },
    {
      name: 'provided somewhere else',
      query: '{ crate { width height next { width height } } }',
      data: { crate: { width: 3, height: 2, next: { width: 4, height: 5 } } },
    },
  ],
});
