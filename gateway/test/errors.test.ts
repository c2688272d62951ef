import type { ExecutionResult } from 'graphql';
import { startWorld, type World } from './world/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

it.each([
  ['{ crash }', 'crash', /ECONNREFUSED/],
  ['{ leak }', 'leak', /SELECT/],
])('masks what %s tells of our inside, and logs it under the number the client gets', async (query, field, inside) => {
  world.logged.length = 0;
  const { status, data, errors, text } = await world.ask(query, { headers: { 'x-correlation-id': `look-${field}` } });
  expect({ status, data }).toEqual({ status: 200, data: { [field]: null } });
  expect(errors).toEqual([
    {
      message: 'Something went wrong on our side.',
      path: [field],
      extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: `look-${field}` },
    },
  ]);
  expect(text).not.toMatch(inside);
  expect(text).not.toMatch(/stack|catalog|internal:5432/);
  expect(world.logged.join('\n')).toMatch(inside);
});

it("passes a subgraph's own coded errors on, with their place", async () => {
  const { data, errors } = await world.ask('{ other: stranger }');
  expect({ data, errors }).toEqual({
    data: { other: null },
    errors: [{ message: 'There is no such thing.', path: ['other'], extensions: { code: 'NOT_FOUND' } }],
  });
});

it.each<[string, ExecutionResult, string]>([
  ['null where its schema says never', { data: { hole: { deep: null } } }, 'INTERNAL_SERVER_ERROR'],
  ['a list where its schema says an object', { data: { hole: [] } }, 'INTERNAL_SERVER_ERROR'],
  ['text instead of data', { data: 'poison' as never }, 'UPSTREAM_UNAVAILABLE'],
  ['nothing', {}, 'UPSTREAM_UNAVAILABLE'],
  ['a list', [] as never, 'UPSTREAM_UNAVAILABLE'],
  ['no errors and no data', { data: null, errors: [] }, 'UPSTREAM_UNAVAILABLE'],
])('does not stay silent when a subgraph answers %s', async (_what, answer, code) => {
  world.memory.poison.set('catalog', answer);
  const { data, codes, text } = await world.ask('{ hole { deep } }');
  world.memory.poison.clear();
  expect({ data, codes }).toEqual({ data: { hole: null }, codes: [code] });
  expect(text).not.toContain('poison');
});

it('keeps a subgraph from reaching our objects', async () => {
  world.memory.poison.set('catalog', { data: JSON.parse('{"echo":"a","__proto__":{"polluted":true}}') as never });
  await world.ask('{ echo }');
  world.memory.poison.clear();
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

it.each([
  ['a syntax error', '{ echo(', 'GRAPHQL_PARSE_FAILED'],
  ['an unknown field', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  ['an unknown operation', 'query A { echo } query B { echo }', 'OPERATION_RESOLUTION_FAILURE'],
  ['a subscription over plain HTTP', 'subscription { renamed { id } }', 'UNAUTHENTICATED'],
])('says 400 or 401 and a stable code for %s', async (_what, query, code) => {
  const { status, data, codes } = await world.ask(query);
  expect({ status, data, codes }).toEqual({
    status: code === 'UNAUTHENTICATED' ? 401 : 400,
    data: undefined,
    codes: [code],
  });
});

it('tells a subscription over plain HTTP where to go', async () => {
  const { status, errors } = await world.ask('subscription { renamed { id } }', { token: world.signIn() });
  expect(status).toBe(400);
  expect(errors[0]?.message).toContain('graphql-ws');
});

describe('with a closed schema', () => {
  let closed: World;
  beforeAll(async () => {
    closed = await startWorld({ openSchema: false });
  });
  afterAll(() => closed.stop());

  const INTROSPECTION = '{ __schema { queryType { name } } }';
  const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) }';
  const role = { input: { email: 'a', password: 'b', role: 'ADMN' } };

  it.each([
    ['fields', '{ echos }', undefined],
    ['arguments', '{ echo(txt: "a") }', undefined],
    ['types', 'query ($a: Strin) { echo(text: $a) }', undefined],
    ['enum values', LOGIN, role],
    ['input fields', LOGIN, { input: { emai: 'a', password: 'b' } }],
  ])('helps nobody to guess %s, and helps everybody with an open one', async (_what, query, variables) => {
    const ask = (where: World) => where.ask(query, variables ? { variables } : {});
    expect((await ask(world)).text).toContain('Did you mean');
    const { text, status } = await ask(closed);
    expect(status).toBe(400);
    expect(text).not.toContain('Did you mean');
  });

  it('does not answer introspection, which an open one does', async () => {
    expect((await world.ask(INTROSPECTION)).data).toEqual({ __schema: { queryType: { name: 'Query' } } });
    expect((await closed.ask(INTROSPECTION)).codes).toContain('GRAPHQL_VALIDATION_FAILED');
    expect((await closed.ask('{ __type(name: "User") { name } }')).codes).toContain('GRAPHQL_VALIDATION_FAILED');
    expect((await closed.ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });
});
