import { suite } from '../suite.ts';

const asJson = (_source: unknown, args: object) => JSON.stringify(args);

/** Variables on their way to subgraphs: absent, null, defaulted, inside of inputs. */
export const variables = suite({
  name: 'variables',
  subgraphs: {
    a: {
      sdl: `
        type Query { echo(n: Int = 7, s: String, list: [Int], input: In, size: Size = SMALL, hard: Int! = 3): String  item: Item }
        input In { n: Int = 5  s: String  inner: In  list: [In!]  size: Size }
        enum Size { SMALL  BIG }
        type Item @key(fields: "id") { id: ID! }`,
      root: { echo: (args: object) => JSON.stringify(args), item: { id: '1' } },
      entities: { Item: [] },
    },
    b: {
      sdl: `
        type Query { other(n: Int): String }
        type Item @key(fields: "id") { id: ID!  echo(n: Int = 7, s: String, ids: [ID!], size: Size): String  self: Item }
        enum Size { SMALL  BIG }`,
      root: { other: (args: object) => JSON.stringify(args) },
      entities: { Item: [{ id: '1', self: { id: '1' } }] },
      resolvers: { Item: { echo: asJson } },
    },
  },
  cases: [
    {
      name: 'nothing given: the defaults of the subgraph',
      query: '{ echo }',
      data: { echo: '{"n":7,"size":"SMALL","hard":3}' },
    },
    {
      name: 'given',
      query: 'query ($n: Int, $s: String) { echo(n: $n, s: $s) }',
      variables: { n: 1, s: 'x' },
      data: { echo: '{"n":1,"s":"x","size":"SMALL","hard":3}' },
    },
    {
      name: 'absent: as if the argument were not there',
      query: 'query ($n: Int, $s: String) { echo(n: $n, s: $s) }',
      data: { echo: '{"n":7,"size":"SMALL","hard":3}' },
    },
    {
      name: 'null is a value',
      query: 'query ($n: Int) { echo(n: $n) }',
      variables: { n: null },
      data: { echo: '{"n":null,"size":"SMALL","hard":3}' },
    },
    {
      name: 'a default of the operation',
      query: 'query ($n: Int = 2, $size: Size = BIG) { echo(n: $n, size: $size) }',
      data: { echo: '{"n":2,"size":"BIG","hard":3}' },
    },
    {
      name: 'null instead of a default',
      query: 'query ($n: Int = 2) { echo(n: $n) }',
      variables: { n: null },
      data: { echo: '{"n":null,"size":"SMALL","hard":3}' },
    },
    {
      name: 'a default for an argument that is never null',
      query: 'query ($hard: Int = 9) { echo(hard: $hard) }',
      data: { echo: '{"n":7,"size":"SMALL","hard":9}' },
    },
    {
      name: 'one element for a list',
      query: 'query ($list: [Int]) { echo(list: $list) }',
      variables: { list: 4 },
      data: { echo: '{"n":7,"list":[4],"size":"SMALL","hard":3}' },
    },
    {
      name: 'null in a list',
      query: 'query ($list: [Int]) { echo(list: $list) }',
      variables: { list: [1, null] },
      data: { echo: '{"n":7,"list":[1,null],"size":"SMALL","hard":3}' },
    },
    {
      name: 'inside of a list',
      query: 'query ($n: Int) { echo(list: [1, $n]) }',
      variables: { n: 2 },
      data: { echo: '{"n":7,"list":[1,2],"size":"SMALL","hard":3}' },
    },
    {
      name: 'a whole input',
      query: 'query ($input: In) { echo(input: $input) }',
      variables: { input: { s: 'x', inner: { n: null } } },
      data: { echo: '{"n":7,"input":{"n":5,"s":"x","inner":{"n":null}},"size":"SMALL","hard":3}' },
    },
    {
      name: 'inside of an input, given and absent',
      query: 'query ($s: String, $n: Int, $deep: In!) { echo(input: { s: $s, n: $n, list: [$deep, { s: $s }] }) }',
      variables: { s: 'x', deep: { n: 1 } },
      data: { echo: '{"n":7,"input":{"n":5,"s":"x","list":[{"n":1},{"n":5,"s":"x"}]},"size":"SMALL","hard":3}' },
    },
    {
      name: 'in a fetch of entities',
      query: 'query ($n: Int, $ids: [ID!], $size: Size) { item { echo(n: $n, ids: $ids, size: $size) } }',
      variables: { n: 1, ids: [1, 'x'], size: 'BIG' },
      data: { item: { echo: '{"n":1,"ids":["1","x"],"size":"BIG"}' } },
    },
    {
      name: 'absent in a fetch of entities',
      query: 'query ($n: Int, $s: String = "d") { item { echo(n: $n, s: $s) self { echo(s: $s) } } }',
      data: { item: { echo: '{"n":7,"s":"d"}', self: { echo: '{"n":7,"s":"d"}' } } },
    },
    {
      name: 'null in a fetch of entities',
      query: 'query ($n: Int = 4) { item { echo(n: $n) } }',
      variables: { n: null },
      data: { item: { echo: '{"n":null}' } },
    },
    {
      name: 'one for two subgraphs',
      query: 'query ($n: Int!) { echo(n: $n) other(n: $n) item { echo(n: $n) } }',
      variables: { n: 6 },
      data: { echo: '{"n":6,"size":"SMALL","hard":3}', other: '{"n":6}', item: { echo: '{"n":6}' } },
    },
    {
      name: 'one that the client calls as the gateway might',
      query: 'query ($representations: Int, $r0: Int) { item { echo(n: $r0) self { echo(n: $representations) } } }',
      wrong: ['apollo'],
      variables: { representations: 1, r0: 2 },
      data: { item: { echo: '{"n":2}', self: { echo: '{"n":1}' } } },
    },
    {
      name: 'more than the operation declares',
      query: 'query ($n: Int) { other(n: $n) }',
      variables: { n: 1, extra: { a: 1 } },
      data: { other: '{"n":1}' },
    },
    {
      name: 'strings with everything in them',
      query: 'query ($s: String) { item { echo(s: $s) } echo(s: "a\\"b\\\\c\\u00e9\\n") }',
      variables: { s: 'q"\\ \u2028 \ud83c\udf55' },
      data: {
        item: { echo: JSON.stringify({ n: 7, s: 'q"\\ \u2028 \ud83c\udf55' }) },
        echo: JSON.stringify({ n: 7, s: 'a"b\\c\u00e9\n', size: 'SMALL', hard: 3 }),
      },
    },
    {
      name: 'one that is needed and missing is refused',
      query: 'query ($n: Int!) { other(n: $n) }',
      data: null,
      errors: [''],
      asks: {},
    },
    {
      name: 'one of a wrong type is refused',
      query: 'query ($n: Int) { other(n: $n) }',
      variables: { n: 'x' },
      data: null,
      errors: [''],
      asks: {},
    },
    {
      name: 'an input with unknown fields is refused',
      query: 'query ($input: In) { echo(input: $input) }',
      variables: { input: { x: 1 } },
      data: null,
      errors: [''],
      asks: {},
    },
    {
      name: 'null for a literal that is never null is refused',
      query: '{ echo(hard: null) }',
      data: null,
      errors: [''],
      asks: {},
    },
  ],
});
