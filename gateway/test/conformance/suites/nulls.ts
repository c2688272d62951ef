import { suite } from '../suite.ts';

/** A null that may not be takes the place of the nearest thing that may. */
export const nulls = suite({
  name: 'null propagation',
  subgraphs: {
    a: {
      sdl: `
        type Query {
          box: Box  boxHard: Box!  boxes: [Box!]!  loose: [Box]  grid: [[Box!]!]  gridLoose: [[Box]!]!  deep: [[[Box!]]!]
        }
        type Box @key(fields: "id") { id: ID!  inner: Box  innerHard: Box!  color: String @shareable }`,
      root: {
        box: { id: '0', inner: { id: '1' }, innerHard: { id: '0', inner: null } },
        boxHard: { id: '0' },
        boxes: [{ id: '1' }, { id: '0' }],
        loose: [{ id: '1' }, { id: '0' }, null, { id: '1', innerHard: { id: '0' } }],
        grid: [[{ id: '1' }], [{ id: '1' }, { id: '0' }]],
        gridLoose: [[{ id: '1' }, { id: '0' }], [null]],
        deep: [[[{ id: '1' }], [{ id: '0' }]], [[{ id: '1' }]], [null]],
      },
      entities: { Box: [] },
    },
    b: {
      sdl: `
        type Box @key(fields: "id") { id: ID!  size: Int!  parts: [Part!]!  maybe: [Int!]  color: String @shareable }
        type Part @key(fields: "id") { id: ID! }`,
      entities: {
        Box: [{ id: '1', size: 5, parts: [{ id: 'p1' }, { id: 'p0' }], maybe: [1, 2] }],
      },
    },
    c: {
      sdl: 'type Part @key(fields: "id") { id: ID!  label: String!  hint: String }',
      entities: { Part: [{ id: 'p1', label: 'lid' }] },
    },
  },
  cases: [
    {
      name: 'a field of an entity that is not there',
      query: '{ box { id size } }',
      data: { box: null },
      errors: ['box.size'],
    },
    { name: 'of an entity that is there', query: '{ box { inner { size } } }', data: { box: { inner: { size: 5 } } } },
    {
      name: 'stops at the nearest that may be null',
      query: '{ box { id inner { id innerHard { size } } } }',
      data: { box: { id: '0', inner: null } },
      errors: ['box.inner.innerHard'],
    },
    {
      name: 'goes on through what may not be null',
      query: '{ box { id innerHard { id size } } }',
      data: { box: null },
      errors: ['box.innerHard.size'],
    },
    { name: 'at the root', query: '{ boxHard { size } box { id } }', data: null, errors: ['boxHard.size'] },
    {
      name: 'at the root, under an alias',
      query: '{ box { id } x: boxHard { y: size } }',
      data: null,
      errors: ['x.y'],
    },
    { name: 'in a list that holds no nulls', query: '{ boxes { size } }', data: null, errors: ['boxes.1.size'] },
    {
      name: 'in a list that holds no nulls, at the root',
      query: '{ box { id } boxes { size } }',
      data: null,
      errors: ['boxes.1.size'],
    },
    {
      name: 'in a list that holds nulls',
      query: '{ loose { size } }',
      data: { loose: [{ size: 5 }, null, null, { size: 5 }] },
      errors: ['loose.1.size'],
    },
    { name: 'in a list of lists', query: '{ grid { size } }', data: { grid: null }, errors: ['grid.1.1.size'] },
    {
      name: 'in a list of lists that hold nulls',
      query: '{ gridLoose { size } }',
      data: { gridLoose: [[{ size: 5 }, null], [null]] },
      errors: ['gridLoose.0.1.size'],
    },
    {
      name: 'three lists deep',
      query: '{ deep { size } }',
      data: { deep: [[[{ size: 5 }], null], [[{ size: 5 }]], [null]] },
      errors: ['deep.0.1.0.size'],
    },
    {
      name: 'over two subgraphs: a field of an entity of an entity',
      query: '{ loose { parts { label } } }',
      data: { loose: [null, null, null, null] },
      errors: ['loose.0.parts.1.label', 'loose.1.parts', 'loose.3.parts.1.label'],
    },
    {
      name: 'what may be null stays beside it',
      query: '{ loose { id parts { id hint } } }',
      data: {
        loose: [
          {
            id: '1',
            parts: [
              { id: 'p1', hint: null },
              { id: 'p0', hint: null },
            ],
          },
          null,
          null,
          {
            id: '1',
            parts: [
              { id: 'p1', hint: null },
              { id: 'p0', hint: null },
            ],
          },
        ],
      },
      errors: ['loose.1.parts'],
    },
    { name: 'a shared field may be null on both sides', query: '{ box { color } }', data: { box: { color: null } } },
    {
      name: 'a list that may be null',
      query: '{ loose { maybe } }',
      data: { loose: [{ maybe: [1, 2] }, { maybe: null }, null, { maybe: [1, 2] }] },
    },
    {
      name: 'a field left out cannot be missed',
      query: 'query ($on: Boolean!) { box { id size @include(if: $on) } }',
      variables: { on: false },
      data: { box: { id: '0' } },
    },
    {
      name: 'the same hole through two aliases is told at both',
      query: '{ x: box { size } y: box { size } }',
      data: { x: null, y: null },
      errors: ['x.size', 'y.size'],
    },
  ],
});
