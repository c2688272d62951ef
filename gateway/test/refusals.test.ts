import { startWorld, type World } from './world/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(() => {
  world.memory.asked.length = 0;
});

const questions = () => world.memory.asked.filter(({ query }) => !query.includes('sessionState')).length;

it('asks somebody who is not signed in to sign in, and asks no subgraph', async () => {
  const { status, data, errors } = await world.ask('{ mine }');
  expect({ status, data }).toEqual({ status: 401, data: undefined });
  expect(errors).toEqual([
    {
      message: 'Query.mine needs somebody signed in.',
      path: ['mine'],
      locations: [{ line: 1, column: 3 }],
      extensions: { code: 'UNAUTHENTICATED' },
    },
  ]);
  expect(questions()).toBe(0);
});

it('names the field, its place and the roles when the role is missing', async () => {
  const { status, errors } = await world.ask(
    'query ($n: Int) { list: businesses(first: $n) { edges { node { id takings } } } s: secret mine }',
    { token: world.signIn(), variables: { n: 2 } },
  );
  expect(status).toBe(403);
  expect(errors).toMatchObject([
    {
      message: 'Business.takings needs the role BUSINESS or ADMIN.',
      path: ['list', 'edges', 'node', 'takings'],
      extensions: { code: 'FORBIDDEN', requires: ['BUSINESS', 'ADMIN'] },
    },
    { message: 'Query.secret needs the role ADMIN.', path: ['s'], extensions: { code: 'FORBIDDEN' } },
  ]);
  expect(questions()).toBe(0);
});

it('looks through fragments', async () => {
  const { codes } = await world.ask(
    'query { business(id: "1") { ...A } } fragment A on Business { ... on Business { ...B } } fragment B on Business { takings }',
    { token: world.signIn() },
  );
  expect(codes).toEqual(['FORBIDDEN']);
});

it('lets the right role through', async () => {
  const token = world.signIn({ id: 'root', roles: ['ADMIN'] });
  const { data, codes } = await world.ask('{ secret business(id: "1") { takings } }', { token });
  expect({ data, codes }).toEqual({ data: { secret: 'usr_root', business: { takings: 42 } }, codes: [] });
});

it.each([
  ['left out by a variable', { staff: false }, []],
  ['left out by its default', {}, []],
  ['included', { staff: true }, ['UNAUTHENTICATED']],
])('judges a guarded field that is %s by what is asked for', async (_what, variables, codes) => {
  const query = 'query ($staff: Boolean = false) { echo(text: "hi") secret @include(if: $staff) }';
  expect((await world.ask(query, { variables })).codes).toEqual(codes);
});

it('judges by the default of a variable that is not sent', async () => {
  const query = 'query ($staff: Boolean = true) { secret @include(if: $staff) }';
  expect((await world.ask(query)).status).toBe(401);
  expect(questions()).toBe(0);
  expect((await world.ask(query, { variables: { staff: false } })).codes).toEqual([]);
});

it('does not take an @include for permission when its condition is not a truth', async () => {
  const query = 'query ($no: Boolean!) { secret @skip(if: $no) }';
  expect((await world.ask(query, { variables: { no: false } })).codes).toEqual(['UNAUTHENTICATED']);
  expect((await world.ask('{ secret @skip(if: false) }')).codes).toEqual(['UNAUTHENTICATED']);
});

it('does not know fields that are inaccessible', async () => {
  const { codes, errors } = await world.ask('{ sessionStates(ids: ["ses_ada"]) { userId } }');
  expect(codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  expect(errors[0]?.message).toContain('Cannot query field "sessionStates"');
  expect((await world.ask('{ _entities(representations: []) { __typename } }')).codes).toEqual([
    'GRAPHQL_VALIDATION_FAILED',
  ]);
  expect((await world.ask('{ _service { sdl } }')).codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
});
