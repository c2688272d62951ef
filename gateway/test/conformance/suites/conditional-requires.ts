import { suite } from '../suite.ts';

const ITEMS = [
  { id: '1', price: 40, weight: 3, name: 'Lamp' },
  { id: '2', price: 50, weight: 4, name: 'Rug' },
];
const QUERY = 'query ($on: Boolean!) { shelf { near { beside: near { id } far: next @include(if: $on) { name } } } }';

/** Fields of one entity that require others of it, some of which are asked for only if a variable says so. */
export const conditionalRequires = suite({
  name: '@requires under a condition beside @requires without one',
  subgraphs: {
    catalog: {
      sdl: 'type Query { items: [Item] } type Item @key(fields: "id") { id: ID!  price: Int  weight: Int  name: String }',
      root: { items: ITEMS },
      entities: { Item: ITEMS },
    },
    shelves: {
      sdl: `
        type Query { shelf: Item }
        type Item @key(fields: "id") {
          id: ID!
          price: Int @external
          weight: Int @external
          near: Item @requires(fields: "price")
          next: Item @requires(fields: "price weight")
        }`,
      root: { shelf: { id: '1' } },
      entities: { Item: [{ id: '1' }, { id: '2' }] },
      resolvers: {
        Item: {
          near: ({ price }: { price: number }) => ({ id: price === 40 ? '2' : '1' }),
          next: ({ price, weight }: { price: number; weight: number }) => ({ id: price * weight === 120 ? '2' : '1' }),
        },
      },
    },
  },
  cases: [
    {
      name: 'left out: what the other requires is there all the same',
      query: QUERY,
      variables: { on: false },
      data: { shelf: { near: { beside: { id: '1' } } } },
    },
    {
      name: 'asked for: both',
      query: QUERY,
      variables: { on: true },
      data: { shelf: { near: { beside: { id: '1' }, far: { name: 'Lamp' } } } },
    },
    {
      name: 'each under a condition of its own',
      query:
        'query ($x: Boolean!, $y: Boolean!) { shelf { near { near @include(if: $x) { id } next @skip(if: $y) { name } } } }',
      variables: { x: true, y: true },
      data: { shelf: { near: { near: { id: '1' } } } },
    },
  ],
});

/** An object that another field requires, of which the client asks for something that fails. */
export const requiredObjects = suite({
  name: '@requires of an object that the client asks for as well',
  subgraphs: {
    boxes: {
      sdl: `
        type Query { boxes: [Box] }
        type Box @key(fields: "id") { id: ID!  inside: Inside }
        type Inside { weight: Int  label: String! }`,
      root: {
        boxes: [
          { id: '1', inside: { weight: 3, label: null } },
          { id: '2', inside: { weight: 4, label: 'tea' } },
        ],
      },
      entities: {
        Box: [
          { id: '1', inside: { weight: 3, label: null } },
          { id: '2', inside: { weight: 4, label: 'tea' } },
        ],
      },
    },
    post: {
      sdl: `
        type Box @key(fields: "id") { id: ID!  inside: Inside @external  postage: Int @requires(fields: "inside { weight }") }
        type Inside { weight: Int @external }`,
      entities: { Box: [{ id: '1' }, { id: '2' }] },
      resolvers: {
        Box: { postage: ({ inside }: { inside: { weight: number } | null }) => (inside ? inside.weight * 2 : -1) },
      },
    },
    bills: {
      sdl: 'type Box @key(fields: "id") { id: ID!  postage: Int @external  bill: String @requires(fields: "postage") }',
      entities: { Box: [{ id: '1' }, { id: '2' }] },
      resolvers: { Box: { bill: ({ postage }: { postage: number }) => `${postage} EUR` } },
    },
  },
  cases: [
    {
      name: 'what fails in it for the client is still there for the other field',
      query: '{ boxes { postage inside { label } } }',
      data: {
        boxes: [
          { postage: 6, inside: null },
          { postage: 8, inside: { label: 'tea' } },
        ],
      },
      errors: ['boxes.0.inside.label'],
    },
    {
      name: 'under an alias, and beside the very field that is required',
      query: '{ boxes { tea: inside { weight label } postage } }',
      data: {
        boxes: [
          { tea: null, postage: 6 },
          { tea: { weight: 4, label: 'tea' }, postage: 8 },
        ],
      },
      errors: ['boxes.0.tea.label'],
    },
    {
      name: 'and for one that requires what requires it',
      query: '{ boxes { bill inside { label } } }',
      data: {
        boxes: [
          { bill: '6 EUR', inside: null },
          { bill: '8 EUR', inside: { label: 'tea' } },
        ],
      },
      errors: ['boxes.0.inside.label'],
    },
    {
      name: 'it is asked for once where nothing requires it',
      query: '{ boxes { inside { weight } } }',
      data: { boxes: [{ inside: { weight: 3 } }, { inside: { weight: 4 } }] },
      asks: { boxes: 1 },
    },
  ],
});
