import { suite } from '../suite.ts';

/** `@requires` and `@provides` over three subgraphs. */
export const requires = suite({
  name: '@requires',
  subgraphs: {
    catalog: {
      sdl: `
        type Query { item: Item  items: [Item!]! }
        type Item @key(fields: "id") { id: ID!  name: String  weight: Int  size: Size  price: Int }
        type Size { width: Int  height: Int  unit: String }`,
      root: {
        item: { id: '1', name: 'Lamp', weight: 3, size: { width: 2, height: 5, unit: 'dm' }, price: 40 },
        items: [
          { id: '1', name: 'Lamp', weight: 3, size: { width: 2, height: 5, unit: 'dm' }, price: 40 },
          { id: '2', name: 'Rug', weight: null, size: null, price: 40 },
        ],
      },
      entities: {
        Item: [
          { id: '1', name: 'Lamp', weight: 3, size: { width: 2, height: 5, unit: 'dm' }, price: 40 },
          { id: '2', name: 'Rug', weight: null, size: null, price: 40 },
        ],
      },
    },
    shipping: {
      sdl: `
        type Query { parcel: Parcel }
        type Parcel { item: Item }
        type Item @key(fields: "id") {
          id: ID!
          weight: Int @external
          size: Size @external
          freight: Int @requires(fields: "weight")
          volume: Int @requires(fields: "size { width height }")
          both: String @requires(fields: "weight size { unit }")
        }
        type Size @external { width: Int  height: Int  unit: String }`,
      root: { parcel: { item: { id: '1' } } },
      entities: { Item: [{ id: '1' }, { id: '2' }] },
      resolvers: {
        Item: {
          freight: ({ weight }: { weight: number | null }) => (weight === null ? null : weight * 10),
          volume: ({ size }: { size: { width: number; height: number } | null }) => size && size.width * size.height,
          both: ({ weight, size }: { weight: number; size: { unit: string } | null }) => `${weight} in ${size?.unit}`,
        },
      },
    },
    offers: {
      sdl: `
        type Item @key(fields: "id") {
          id: ID!
          freight: Int @external
          price: Int @external
          total: Int @requires(fields: "price freight")
        }`,
      entities: { Item: [{ id: '1' }, { id: '2' }] },
      resolvers: {
        Item: {
          total: ({ price, freight }: { price: number; freight: number | null }) => price + (freight ?? 0),
        },
      },
    },
  },
  cases: [
    {
      name: 'what is required is fetched and not shown',
      query: '{ item { freight } }',
      data: { item: { freight: 30 } },
      asks: { catalog: 1, shipping: 1 },
    },
    {
      name: 'a nested selection',
      query: '{ item { volume } }',
      data: { item: { volume: 10 } },
      asks: { catalog: 1, shipping: 1 },
    },
    {
      name: 'what the client asks of the same object is its own selection',
      query: '{ item { size { unit } volume } }',
      data: { item: { size: { unit: 'dm' }, volume: 10 } },
    },
    {
      name: 'fields of several subgraphs, one of which requires in turn',
      query: '{ item { total } }',
      data: { item: { total: 70 } },
      asks: { catalog: 1, shipping: 1, offers: 1 },
    },
    {
      name: 'three requirements of one type are one request',
      query: '{ item { freight volume both } }',
      data: { item: { freight: 30, volume: 10, both: '3 in dm' } },
      asks: { catalog: 1, shipping: 1 },
    },
    {
      name: 'of every element; null is a value like any other',
      query: '{ items { freight volume both total } }',
      data: {
        items: [
          { freight: 30, volume: 10, both: '3 in dm', total: 70 },
          { freight: null, volume: null, both: 'null in undefined', total: 40 },
        ],
      },
      asks: { catalog: 1, shipping: 1, offers: 1 },
    },
    {
      name: 'from the subgraph that requires, over the one that knows, and back',
      query: '{ parcel { item { freight name } } }',
      data: { parcel: { item: { freight: 30, name: 'Lamp' } } },
      asks: { shipping: 2, catalog: 1 },
    },
    {
      name: 'a required field under another name, and another field under its name',
      query: '{ item { weight: name kilos: weight freight } }',
      data: { item: { weight: 'Lamp', kilos: 3, freight: 30 } },
    },
    {
      name: 'in two places of one query',
      query: '{ item { freight } parcel { item { volume } } }',
      data: { item: { freight: 30 }, parcel: { item: { volume: 10 } } },
    },
  ],
});
