import { suite } from '../suite.ts';

/** Value types whose fields are spread over subgraphs: the way to them leads back through their parent. */
export const parentCalls = suite({
  name: 'parents of value types',
  subgraphs: {
    menu: {
      sdl: `
        type Query { dish(id: ID!): Dish  dishes: [Dish!] }
        type Dish @key(fields: "id") { id: ID!  title: String }`,
      root: {
        dish: ({ id }: { id: string }) => ({ id, title: `Dish ${id}` }),
        dishes: [
          { id: '1', title: 'Dish 1' },
          { id: '2', title: 'Dish 2' },
        ],
      },
    },
    texts: {
      sdl: `
        type Dish @key(fields: "id") { id: ID!  course: Course @shareable }
        type Course { text: String }`,
      entities: {
        Dish: [
          { id: '1', course: { text: 'First course' } },
          { id: '2', course: { text: 'Second course' } },
        ],
      },
    },
    courses: {
      sdl: `
        type Dish @key(fields: "id") { id: ID!  course: Course @shareable }
        type Course @key(fields: "id", resolvable: false) { id: ID @shareable }`,
      entities: {
        Dish: [
          { id: '1', course: { id: 'c1' } },
          { id: '2', course: { id: 'c2' } },
        ],
      },
    },
    names: {
      sdl: 'type Course @key(fields: "id") { id: ID @shareable  name: String }',
      entities: {
        Course: [
          { id: 'c1', name: 'Primo' },
          { id: 'c2', name: 'Secondo' },
        ],
      },
    },
  },
  cases: [
    {
      name: 'one value out of two subgraphs and an entity of a third',
      query: '{ dish(id: "1") { title course { id name text } } }',
      data: { dish: { title: 'Dish 1', course: { id: 'c1', name: 'Primo', text: 'First course' } } },
      asks: { menu: 1, texts: 1, courses: 1, names: 1 },
    },
    {
      name: 'of every element',
      query: '{ dishes { course { name text } } }',
      data: {
        dishes: [
          { course: { name: 'Primo', text: 'First course' } },
          { course: { name: 'Secondo', text: 'Second course' } },
        ],
      },
      representations: { texts: 2, courses: 2, names: 2 },
    },
    {
      name: 'only the half that is asked for',
      query: '{ dish(id: "2") { course { text } } }',
      data: { dish: { course: { text: 'Second course' } } },
      asks: { menu: 1, texts: 1 },
    },
  ],
});
