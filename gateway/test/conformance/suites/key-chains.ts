import { suite } from '../suite.ts';

/** Subgraphs that know a thing by different keys: one way leads over another. */
export const keyChains = suite({
  name: 'key chains',
  subgraphs: {
    search: {
      sdl: `
        type Query { hits: [Item!]!  hit: Item }
        type Item @key(fields: "sku") { sku: ID! }`,
      root: { hits: [{ sku: 's1' }, { sku: 's2' }, { sku: 'lost' }], hit: { sku: 's1' } },
    },
    catalog: {
      sdl: `
        type Item @key(fields: "sku") @key(fields: "id") { sku: ID!  id: ID!  title: String }`,
      entities: {
        Item: [
          { sku: 's1', id: 'i1', title: 'Soup' },
          { sku: 's2', id: 'i2', title: 'Salad' },
        ],
      },
    },
    stock: {
      sdl: `
        type Item @key(fields: "id") { id: ID!  left: Int  shelf: Shelf }
        type Shelf @key(fields: "hall { name } row") { hall: Hall!  row: Int! }
        type Hall { name: String! }`,
      entities: {
        Item: [
          { id: 'i1', left: 7, shelf: { hall: { name: 'north' }, row: 3 } },
          { id: 'i2', left: 0, shelf: { hall: { name: 'south' }, row: 1 } },
        ],
      },
    },
    building: {
      sdl: `
        type Shelf @key(fields: "hall { name } row") { hall: Hall!  row: Int!  warden: String }
        type Hall { name: String! }`,
      entities: {
        Shelf: [
          { hall: { name: 'north' }, row: 3, warden: 'Noor' },
          { hall: { name: 'south' }, row: 1, warden: 'Sam' },
        ],
      },
    },
  },
  cases: [
    {
      name: 'one key, one step',
      query: '{ hit { title } }',
      data: { hit: { title: 'Soup' } },
      asks: { search: 1, catalog: 1 },
    },
    {
      name: 'the key of the next step is fetched on the way and not shown',
      query: '{ hit { left } }',
      data: { hit: { left: 7 } },
      asks: { search: 1, catalog: 1, stock: 1 },
    },
    {
      name: 'nested keys, four steps deep',
      query: '{ hit { shelf { warden } title } }',
      data: { hit: { shelf: { warden: 'Noor' }, title: 'Soup' } },
      asks: { search: 1, catalog: 1, stock: 1, building: 1 },
    },
    {
      name: 'what is unknown on the way ends there: no request for a key that is not known',
      query: '{ hits { sku title left shelf { row warden } } }',
      data: {
        hits: [
          { sku: 's1', title: 'Soup', left: 7, shelf: { row: 3, warden: 'Noor' } },
          { sku: 's2', title: 'Salad', left: 0, shelf: { row: 1, warden: 'Sam' } },
          { sku: 'lost', title: null, left: null, shelf: null },
        ],
      },
      asks: { search: 1, catalog: 1, stock: 1, building: 1 },
      representations: { catalog: 3, stock: 2, building: 2 },
    },
    {
      name: 'a key of the second step that the client asks for under another name',
      query: '{ hit { id: sku sku: title item: id n: left } }',
      data: { hit: { id: 's1', sku: 'Soup', item: 'i1', n: 7 } },
    },
    {
      name: 'a nested key under another name, and another field under its name',
      query: '{ hit { shelf { hall: row row: hall { name: __typename label: name } w: warden } } }',
      data: { hit: { shelf: { hall: 3, row: { name: 'Hall', label: 'north' }, w: 'Noor' } } },
    },
  ],
});
