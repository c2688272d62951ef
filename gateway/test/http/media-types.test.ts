import { openTestFront, type TestFront, verdictOf } from './front.ts';

const RESPONSE = 'application/graphql-response+json; charset=utf-8';
const PLAIN = 'application/json; charset=utf-8';
const APOLLO = 'multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9';
const URQL =
  'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed';

let front: TestFront;
beforeAll(async () => {
  front = await openTestFront({
    answer: ({ query }) =>
      query === '{ bad }'
        ? { kind: 'refused', errors: [{ message: 'no', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }
        : { kind: 'answered', data: '{"a":null}', errors: [{ message: 'b', path: ['a'] }] },
  });
});
afterAll(() => front.close());

it.each([
  ['*/*', PLAIN],
  ['application/json', PLAIN],
  ['application/*', PLAIN],
  ['application/json;q=0.5, */*;q=0.1', PLAIN],
  ['application/graphql-response+json', RESPONSE],
  ['Application/GraphQL-Response+JSON; charset=utf-8', RESPONSE],
  ['application/json, application/graphql-response+json', RESPONSE],
  ['application/graphql-response+json;q=0.5, application/json', PLAIN],
  ['application/graphql-response+json;q=0, application/json', PLAIN],
  ['text/event-stream;q=0.1, application/json', PLAIN],
  ['application/graphql-response+json, text/event-stream', RESPONSE],
  [APOLLO, RESPONSE],
  [URQL, RESPONSE],
])('answers a client that accepts %s with %s', async (accept, type) => {
  const response = await front.post({ query: '{ a }' }, { accept });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
  expect(await response.text()).toBe('{"errors":[{"message":"b","path":["a"]}],"data":{"a":null}}');
});

it.each([
  ['text/html'],
  ['application/xml, application/json;q=0'],
  ['multipart/mixed;deferSpec=20991231'],
  ['multipart/mixed;boundary="graphql";subscriptionSpec=1.0'],
  ['multipart/mixed;incrementalSpec=v0.2'],
])('refuses a client that accepts only %s, before anything is run', async (accept) => {
  const before = front.asked.length;
  expect(await verdictOf(await front.post({ query: '{ a }' }, { accept }))).toEqual({
    status: 406,
    codes: ['NOT_ACCEPTABLE'],
  });
  expect(front.asked.length).toBe(before);
});

it.each([
  ['*/*', 400],
  ['application/graphql-response+json', 400],
  [APOLLO, 400],
  ['application/json', 200],
])('tells a client that accepts %s of an invalid operation with status %i', async (accept, status) => {
  const response = await front.post({ query: '{ bad }' }, { accept });
  expect(await response.clone().text()).not.toContain('"data"');
  expect(await verdictOf(response)).toEqual({ status, codes: ['GRAPHQL_VALIDATION_FAILED'] });
});

it('offers parts only to those who read our kind', async () => {
  const offered = async (accept: string) => {
    await front.post({ query: '{ a }' }, { accept });
    return front.asked.at(-1)?.defer;
  };
  expect(await offered(APOLLO)).toBe(true);
  expect(await offered(URQL)).toBe(true);
  expect(await offered('application/json')).toBe(false);
  expect(await offered('multipart/mixed;deferSpec=1, application/json')).toBe(false);
});
