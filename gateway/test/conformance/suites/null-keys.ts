import { suite } from '../suite.ts';

/** References to things that the subgraph with the next key does not know, or knows half. */
export const nullKeys = suite({
  name: 'null keys',
  subgraphs: {
    carts: {
      sdl: `
        type Query { carts: [Cart!] }
        type Cart { line: Line }
        type Line @key(fields: "code") { code: ID! }`,
      root: { carts: [{ line: { code: 'c1' } }, { line: { code: 'c2' } }, { line: { code: 'c3' } }, { line: null }] },
    },
    codes: {
      sdl: `type Line @key(fields: "code") @key(fields: "id") { code: ID!  id: ID }`,
      entities: {
        Line: [
          { code: 'c1', id: 'l1' },
          { code: 'c3', id: null },
        ],
      },
    },
    lines: {
      sdl: `type Line @key(fields: "id") { id: ID  note: String }`,
      entities: { Line: [{ id: 'l1', note: 'no onions' }] },
    },
  },
  cases: [
    {
      name: 'an entity that is not known leaves its fields null, without an error',
      query: '{ carts { line { note } } }',
      data: {
        carts: [{ line: { note: 'no onions' } }, { line: { note: null } }, { line: { note: null } }, { line: null }],
      },
      asks: { carts: 1, codes: 1, lines: 1 },
    },
    {
      name: 'the keys are shown as far as they are known',
      query: '{ carts { line { code id } } }',
      data: {
        carts: [
          { line: { code: 'c1', id: 'l1' } },
          { line: { code: 'c2', id: null } },
          { line: { code: 'c3', id: null } },
          { line: null },
        ],
      },
      asks: { carts: 1, codes: 1 },
      representations: { codes: 3 },
    },
  ],
});
