import { startWorld, type World } from './world/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const CARD = '4111 1111-1111 1111';
const BARE = 4111111111111111;
const ECHO = 'query ($text: String) { echo(text: $text) }';

it.each([
  ['a variable', ECHO, { text: `my card: ${CARD}` }],
  ['a variable, deep inside', ECHO, { text: 'a', more: [{ deep: [CARD] }] }],
  ['a variable, as a number', ECHO, { text: BARE }],
  ['the document', `{ echo(text: "${CARD}") }`, {}],
  ['the document, as a block', `{ echo(text: """\n  ${CARD}\n  """) }`, {}],
  ['the document, as a number of the wrong type', `{ echo(text: ${BARE}) }`, {}],
  ['a default', `query ($text: String = "${CARD}") { echo(text: $text) }`, {}],
])('refuses a card number in %s, and repeats it nowhere', async (_where, query, variables) => {
  const { status, codes, ...rest } = await world.ask(query, { variables });
  expect({ status, codes }).toEqual({ status: 400, codes: ['CARD_NUMBER_REFUSED'] });
  expect(JSON.stringify(rest)).not.toMatch(/1111/);
});

it('lets every other number through', async () => {
  for (const text of ['4111 1111 1111 1112', '+49 151 1234 5675', `order-${Date.now()}`])
    expect((await world.ask(ECHO, { variables: { text } })).data).toEqual({ echo: text });
});

it('lets keys be as random as they are', async () => {
  const variables = { text: 'a', input: { idempotencyKey: '4111111111111111' } };
  expect((await world.ask(ECHO, { variables })).data).toEqual({ echo: 'a' });
});
