import { suite } from '../suite.ts';

const PARCEL = {
  id: 'p1',
  trace: 't1',
  label: { country: 'IT', serial: 's1', check: 'c1' },
  weight: 12,
};

/** Several keys on one type, some of which only refer. */
export const manyKeys = suite({
  name: 'many keys',
  subgraphs: {
    scales: {
      sdl: `
        type Parcel
          @key(fields: "id")
          @key(fields: "trace", resolvable: false)
          @key(fields: "label { country serial }", resolvable: false)
          @key(fields: "id label { serial check }", resolvable: false) {
          id: ID!  trace: ID!  label: Label!  weight: Int!
        }
        type Label { country: ID!  serial: ID!  check: ID! }`,
      entities: { Parcel: [PARCEL] },
    },
    vans: {
      sdl: `
        type Query { van: Van }
        type Van @key(fields: "id") { id: ID!  parcels: [Parcel!]! }
        type Parcel
          @key(fields: "label { country serial }", resolvable: false)
          @key(fields: "id label { serial check }")
          @key(fields: "trace", resolvable: false)
          @key(fields: "id", resolvable: false) {
          id: ID!  trace: ID!  label: Label!
          weight: Int! @external
          price: String! @requires(fields: "weight")
        }
        type Label { country: ID!  serial: ID!  check: ID! }`,
      root: { van: { id: 'v1', parcels: [{ id: 'p1', trace: 't1', label: PARCEL.label }] } },
      entities: { Van: [], Parcel: [{ id: 'p1', trace: 't1', label: PARCEL.label }] },
      resolvers: { Parcel: { price: ({ weight }: { weight: number }) => `${weight}.00` } },
    },
  },
  cases: [
    {
      name: 'goes out by one key and comes back by another',
      query: '{ van { id parcels { id weight price } } }',
      data: { van: { id: 'v1', parcels: [{ id: 'p1', weight: 12, price: '12.00' }] } },
    },
    {
      name: 'goes out by the one key that is resolvable there',
      query: '{ van { parcels { weight } } }',
      data: { van: { parcels: [{ weight: 12 }] } },
      asks: { vans: 1, scales: 1 },
    },
    {
      name: 'parts of a composite key are fields like any other',
      query: '{ van { parcels { label { check country } } } }',
      data: { van: { parcels: [{ label: { check: 'c1', country: 'IT' } }] } },
      asks: { vans: 1 },
    },
  ],
});
