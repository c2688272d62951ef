import { suite } from '../suite.ts';

/** Executable directives that all subgraphs declare. */
export const directives = suite({
  name: 'executable directives',
  subgraphs: {
    a: {
      sdl: 'directive @note(text: String = "n", level: Int) on FIELD type Query { item: Item } type Item @key(fields: "id") { id: ID! }',
      root: { item: { id: '1' } },
      entities: { Item: [] },
    },
    b: {
      sdl: 'directive @note(text: String = "n", level: Int) on FIELD type Item @key(fields: "id") { id: ID!  name: String }',
      entities: { Item: [{ id: '1', name: 'Lamp' }] },
    },
  },
  cases: [
    { name: 'with defaults', query: '{ item @note { id name @note } }', data: { item: { id: '1', name: 'Lamp' } } },
    {
      name: 'with arguments and variables',
      query: 'query ($l: Int) { item @note(text: "x") { name @note(level: $l) } }',
      variables: { l: 3 },
      data: { item: { name: 'Lamp' } },
    },
    { name: 'one that nobody knows is refused', query: '{ item @nobody { id } }', data: null, errors: [''], asks: {} },
  ],
});
