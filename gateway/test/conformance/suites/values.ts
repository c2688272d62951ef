import { suite } from '../suite.ts';

const MONEY = 'type Money @shareable { amount: String!  currency: String! } scalar JSON scalar Long';

/** Value types that subgraphs share, and scalars that are nobody's business. */
export const values = suite({
  name: 'shared values and custom scalars',
  subgraphs: {
    orders: {
      sdl: `
        type Query { order: Order  echo(value: JSON, long: Long): JSON  id(id: ID): ID  float(by: Float = 0.5): Float }
        type Order @key(fields: "id") { id: ID!  total: Money!  meta: JSON  ticks: Long  bill: Bill @shareable }
        type Bill @shareable { net: Money!  gross: Money! }
        ${MONEY}`,
      root: {
        order: {
          id: 'o1',
          total: { amount: '12.50', currency: 'EUR' },
          meta: { tags: ['a', { deep: [null, 1.5] }], __proto__x: true, '': 0, constructor: 'x' },
          ticks: '9007199254740993',
          bill: { net: { amount: '10.00', currency: 'EUR' }, gross: { amount: '12.50', currency: 'EUR' } },
        },
        echo: ({ value, long }: { value: unknown; long?: unknown }) => (long === undefined ? value : { value, long }),
        id: ({ id }: { id?: string }) => id ?? null,
        float: ({ by }: { by: number }) => by * 2,
      },
      entities: { Order: [{ id: 'o1' }] },
    },
    payments: {
      sdl: `
        type Order @key(fields: "id") { id: ID!  paid: Money  extra: JSON  list: [JSON]  stamps: [Long!] }
        ${MONEY}`,
      entities: {
        Order: [
          {
            id: 'o1',
            paid: { amount: '2.50', currency: 'EUR' },
            extra: [1, [2, { three: 3 }], null],
            list: [null, {}, [], 'x', 0, false],
            stamps: ['18446744073709551615', 7],
          },
        ],
      },
    },
  },
  cases: [
    {
      name: 'one value type from two subgraphs',
      query: '{ order { total { currency amount } paid { amount currency } } }',
      data: { order: { total: { currency: 'EUR', amount: '12.50' }, paid: { amount: '2.50', currency: 'EUR' } } },
      asks: { orders: 1, payments: 1 },
    },
    {
      name: 'value types inside of a value type',
      query: '{ order { bill { net { amount } gross { amount } } } }',
      data: { order: { bill: { net: { amount: '10.00' }, gross: { amount: '12.50' } } } },
    },
    {
      name: 'JSON stays as it is',
      query: '{ order { meta extra list } }',
      data: {
        order: {
          meta: { tags: ['a', { deep: [null, 1.5] }], __proto__x: true, '': 0, constructor: 'x' },
          extra: [1, [2, { three: 3 }], null],
          list: [null, {}, [], 'x', 0, false],
        },
      },
    },
    {
      name: 'numbers beyond 2^53 as text',
      query: '{ order { ticks stamps } }',
      data: { order: { ticks: '9007199254740993', stamps: ['18446744073709551615', 7] } },
    },
    {
      name: 'JSON as an argument',
      query: '{ echo(value: { a: [1, "x", null, { b: true }] }) }',
      data: { echo: { a: [1, 'x', null, { b: true }] } },
    },
    {
      name: 'JSON as a variable, and a variable inside of JSON',
      query: 'query ($value: JSON, $inner: JSON) { a: echo(value: $value) b: echo(value: { x: [$inner] }) }',
      variables: { value: { deep: [{ k: 'v' }] }, inner: 'in' },
      data: { a: { deep: [{ k: 'v' }] }, b: { x: ['in'] } },
    },
    {
      name: 'a long as a variable',
      query: 'query ($long: Long) { echo(value: 1, long: $long) }',
      variables: { long: '9007199254740993' },
      data: { echo: { value: 1, long: '9007199254740993' } },
    },
    {
      name: 'an ID given as a number',
      query: 'query ($id: ID) { a: id(id: $id) b: id(id: 7) }',
      variables: { id: 12 },
      data: { a: '12', b: '7' },
    },
    {
      name: 'a float given as an integer',
      query: 'query ($by: Float) { a: float(by: $by) b: float(by: 3) c: float }',
      variables: { by: 2 },
      data: { a: 4, b: 6, c: 1 },
    },
  ],
});
