import { buildClientSchema, getIntrospectionQuery } from 'graphql';
import { answerOf, limits, startWorld, type World } from './world/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const times = (count: number, part: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => part(at)).join(' ');
const nested = (levels: number) => {
  const pairs = (levels - 2) / 2;
  return `{ business(id: "1") ${'{ menu { business '.repeat(pairs)}{ id }${' } }'.repeat(pairs)} }`;
};
const bomb = (levels: number) =>
  `{ business(id: "1") { ...F0 } } ${times(levels, (at) => `fragment F${at} on Business { ${at + 1 < levels ? `...F${at + 1} ...F${at + 1}` : 'id name'} }`)}`;
const menu = '{ edges { node { id menu { id business { id } } } } }';

/** Each limit: what still passes, and what is one too many. */
const pairs: [rule: string, passes: string, refused: string, message: string][] = [
  ['depth', nested(12), nested(14), 'Fields nest deeper than 12 levels.'],
  [
    'aliases',
    `{ ${times(10, (at) => `a${at}: echo`)} business(id: "1") { ${times(20, (at) => `n${at}: name`)} } }`,
    `{ ${times(10, (at) => `a${at}: echo`)} business(id: "1") { ${times(21, (at) => `n${at}: name`)} } }`,
    'More than 30 aliased or repeated fields.',
  ],
  [
    'aliases of __typename',
    `{ business(id: "1") { ${times(30, (at) => `t${at}: __typename`)} } }`,
    `{ business(id: "1") { ${times(31, (at) => `t${at}: __typename`)} } }`,
    'More than 30 aliased or repeated fields.',
  ],
  [
    'repeated fields',
    `{ business(id: "1") { ${times(31, () => 'name')} } }`,
    `{ business(id: "1") { ${times(32, () => 'name')} } }`,
    'More than 30 aliased or repeated fields.',
  ],
  [
    'repeated __typename',
    `{ business(id: "1") { ${times(31, () => '__typename')} } }`,
    `{ business(id: "1") { ${times(32, () => '__typename')} } }`,
    'More than 30 aliased or repeated fields.',
  ],
  [
    'root fields',
    `{ ${times(20, (at) => `a${at}: echo`)} }`,
    `{ ${times(21, (at) => `a${at}: echo`)} }`,
    'More than 20 root fields.',
  ],
  [
    'directives',
    `{ business(id: "1") { ${times(24, () => '... @include(if: true) { __typename @skip(if: false) }')} } }`,
    `{ business(id: "1") { ${times(26, () => '... @include(if: true) { __typename @skip(if: false) }')} } }`,
    'More than 50 directives.',
  ],
  ['fragment bombs', bomb(8), bomb(40), 'More than 1500 selections, counting fragments as often as they are spread.'],
  [
    'credential fields',
    'mutation { login(input: { email: "a", password: "b" }) rename(id: "1", name: "x") }',
    'mutation { a: login(input: { email: "a", password: "b" }) b: login(input: { email: "a", password: "c" }) }',
    'At most 1 of login, register, sessionRefresh in one operation.',
  ],
  [
    'credential fields in a fragment',
    'mutation { ...M } fragment M on Mutation { login(input: { email: "a", password: "b" }) }',
    'mutation { ...M sessionRefresh(token: "t") } fragment M on Mutation { login(input: { email: "a", password: "b" }) }',
    'At most 1 of login, register, sessionRefresh in one operation.',
  ],
  [
    'cost',
    `{ businesses(first: 100) ${menu} }`,
    `{ businesses(first: 2000) ${menu} }`,
    'This may answer with 26000 objects; 20000 are allowed. Ask for smaller pages.',
  ],
];

it.each(pairs)(
  '%s: lets through what is within, refuses what is beyond, and asks no subgraph for it',
  async (_rule, passes, refused, message) => {
    expect((await world.ask(passes)).codes).toEqual([]);
    world.memory.asked.length = 0;
    const { status, errors } = await world.ask(refused);
    expect(status).toBe(400);
    expect(errors).toEqual([{ message, extensions: { code: 'OPERATION_TOO_LARGE' } }]);
    expect(world.memory.asked).toEqual([]);
  },
);

it.each([
  ['a variable', `query ($n: Int) { businesses(first: $n) ${menu} }`, { n: 2_000 }],
  ["a variable's default", `query ($n: Int = 2000) { businesses(first: $n) ${menu} }`, {}],
  ['a negative number', `query ($n: Int) { businesses(first: $n) ${menu} }`, { n: -2_000 }],
  ['a literal in a fragment', `{ ...Q } fragment Q on Query { businesses(first: 2000) ${menu} }`, {}],
])('counts the size of a page given as %s', async (_how, query, variables) => {
  expect((await world.ask(query, { variables })).codes).toEqual(['OPERATION_TOO_LARGE']);
});

it('counts the argument’s own default when no page is asked for', async () => {
  const nine = times(
    9,
    (at) => `b${at}: businesses { edges { node { id menu { business { menu { business { menu { id } } } } } } } }`,
  );
  expect((await world.ask(`{ ${nine} }`)).codes).toEqual(['OPERATION_TOO_LARGE']);
});

it('lets the whole schema be read, as the explorer does', async () => {
  const { data, codes } = await world.ask(
    getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true }),
  );
  expect({ codes, schema: buildClientSchema(data as never).getType('Business')?.name }).toEqual({
    codes: [],
    schema: 'Business',
  });
});

it('lets the feed page through, all of it', async () => {
  const feed = `query ($first: Int) { businesses(first: $first) { edges { cursor node { id name menu { id name business { id name } } rating } } } }`;
  expect((await world.ask(feed, { variables: { first: 20 } })).codes).toEqual([]);
  expect((await world.ask(feed, { variables: { first: 100 } })).codes).toEqual([]);
});

it('parses no more than 4,000 tokens', async () => {
  const { status, codes } = await world.ask(`{ ${times(4_001, () => 'a')} }`);
  expect({ status, codes }).toEqual({ status: 400, codes: ['GRAPHQL_PARSE_FAILED'] });
});

it('refuses a large flat document quickly', async () => {
  const started = performance.now();
  expect((await world.ask(`{ ${times(3_900, () => 'echo')} }`)).codes).toContain('OPERATION_TOO_LARGE');
  // Compared each with each, its fields would take many times as long.
  expect(performance.now() - started).toBeLessThan(3_000);
});

it('refuses fragments that contain themselves', async () => {
  const cycle = '{ business(id: "1") { ...A } } fragment A on Business { ...B } fragment B on Business { ...A }';
  const { status, codes } = await world.ask(cycle);
  expect(status).toBe(400);
  expect(codes).toEqual(['OPERATION_TOO_LARGE']);
});

const ECHO = 'query ($text: String) { echo(text: $text) }';

it.each([
  ['NUL in a variable', { text: 'a\0b' }],
  ['NUL deep inside', { text: 'a', more: [{ deep: 'a\0' }] }],
  ['keys of prototypes', { text: 'a', more: { constructor: 1 } }],
  ['a wrong type', { text: 5 }],
])('refuses variables with %s', async (_what, variables) => {
  const { status, codes } = await world.ask(ECHO, { variables });
  expect({ status, codes }).toEqual({ status: 400, codes: ['BAD_USER_INPUT'] });
});

it.each([
  ['keys that are prototypes', '{"text":"a","more":{"__proto__":{"admin":true}}}'],
  ['endless nesting', `{"text":"a","more":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
])('refuses variables with %s', async (_what, variables) => {
  const body = `{"query":${JSON.stringify(ECHO)},"variables":${variables}}`;
  const headers = { 'content-type': 'application/json' };
  const { status, codes } = await answerOf(await world.fetch('/graphql', { method: 'POST', headers, body }));
  expect({ status, codes }).toEqual({ status: 400, codes: ['BAD_USER_INPUT'] });
});

it('refuses NUL written into the document, and lets other text through', async () => {
  expect((await world.ask('{ echo(text: "a\\u0000") }')).codes).toEqual(['BAD_USER_INPUT']);
  expect((await world.ask('{ echo(text: "a\\u0001") }')).data).toEqual({ echo: 'a\u0001' });
});

it('gives an operation up after its time', async () => {
  const hasty = await startWorld({ limits: limits({ LIMIT_REQUEST_MS: 1_000 }) });
  expect((await hasty.ask('{ slow(ms: 1) }')).data).toEqual({ slow: 'at last' });
  const started = performance.now();
  const { codes } = await hasty.ask('{ slow(ms: 15000) }');
  expect(codes).toEqual(['UPSTREAM_UNAVAILABLE']);
  expect(performance.now() - started).toBeLessThan(10_000);
  await hasty.stop();
});
