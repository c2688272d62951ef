import { brotliCompressSync, gzipSync } from 'node:zlib';
import { openTestFront, type TestFront, verdictOf } from './front.ts';

let front: TestFront;
beforeAll(async () => {
  front = await openTestFront({ limits: { LIMIT_BODY_BYTES: 2_000 } });
});
afterAll(() => front.close());
beforeEach(() => {
  front.asked.length = 0;
});

const query = '{ a }';
const refusalOf = async (response: Response) => {
  const { errors } = (await response.json()) as { errors: [{ message: string; extensions: { code: string } }] };
  expect(front.asked).toEqual([]);
  return [response.status, errors[0].extensions.code, errors[0].message];
};

it.each([
  ['"text"', 'The request body must be an object, not a string.'],
  ['null', 'The request body must be an object, not null.'],
  ['{}', 'Send `query`: the text of a GraphQL document.'],
  ['{"qeury":"{ a }"}', 'Send `query`: the text of a GraphQL document.'],
  ['{"query":7}', '`query` must be a string, not a number.'],
  ['{"query":"{ a }","operationName":{}}', '`operationName` must be a string, not an object.'],
  ['{"query":"{ a }","variables":[7]}', '`variables` must be an object, not a list.'],
  ['{"query":"{ a }","variables":"{}"}', '`variables` must be an object, not a string.'],
  ['{"query":"{ a }","extensions":false}', '`extensions` must be an object, not a boolean.'],
  ['{"query":"{ a }"', 'The request body is not JSON.'],
  ['', 'The request body is not JSON.'],
  ['[{"query":"{ a }"}]', 'Batches are off here: send one operation a request.'],
])('says what is wrong with %s', async (body, message) => {
  expect(await refusalOf(await front.post(body))).toEqual([400, 'BAD_REQUEST', message]);
});

it('ignores what it does not know, and takes null and empty for absent', async () => {
  const body = { query, operationName: '', variables: null, extensions: null, more: [1] };
  expect((await front.post(body)).status).toBe(200);
  expect(front.asked).toMatchObject([{ query, operationName: undefined, variables: undefined, readOnly: false }]);
});

it('reads a GET, which may only read', async () => {
  const params = { query, operationName: 'Q', variables: '{"a":"ä&"}', extensions: '' };
  expect((await front.get(params)).status).toBe(200);
  expect(front.asked).toMatchObject([{ query, operationName: 'Q', variables: { a: 'ä&' }, readOnly: true }]);
});

it.each([
  ['query=%7Ba%7D&variables=%7B', '`variables` is not JSON.'],
  ['query=%7Ba%7D&variables=7', '`variables` must be an object, not a number.'],
  ['query=%7Ba%7D&query=%7Bb%7D', '`query` is in the URL more than once.'],
  ['', 'Send `query`: the text of a GraphQL document.'],
])('says what is wrong with a GET of ?%s', async (search, message) => {
  const response = await fetch(`${front.url}?${search}`, { headers: { 'x-apollo-operation-name': 'Q' } });
  expect(await refusalOf(response)).toEqual([400, 'BAD_REQUEST', message]);
});

it('refuses a GET that a foreign page could make a browser send', async () => {
  const response = await fetch(`${front.url}?query=${query}`);
  expect((await refusalOf(response)).slice(0, 2)).toEqual([400, 'BAD_REQUEST']);
});

it.each([
  ['text/plain'],
  ['application/x-www-form-urlencoded'],
  ['multipart/form-data; boundary=x'],
  ['application/json; charset=latin1'],
  ['application/jsonp'],
  ['text/plain; application/json'],
])('does not read a body that is %s', async (type) => {
  expect((await refusalOf(await front.post({ query }, { 'content-type': type }))).slice(0, 2)).toEqual([
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ]);
});

it.each([['application/json; charset=utf-8'], ['Application/JSON;charset="UTF-8"'], ['application/json; odata=x']])(
  'reads a body that is %s',
  async (type) => {
    expect((await front.post({ query: '{ ä }' }, { 'content-type': type })).status).toBe(200);
    expect(front.asked[0]?.query).toBe('{ ä }');
  },
);

it.each([['DELETE'], ['HEAD'], ['PATCH']])('has no use for %s', async (method) => {
  const response = await fetch(front.url, { method });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST, PUT']);
});

const packed = (body: Buffer, encoding: string) =>
  fetch(front.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-encoding': encoding },
    body: new Uint8Array(body),
  });

it('reads packed bodies, up to the limit they unpack to', async () => {
  const small = JSON.stringify({ query });
  const large = JSON.stringify({ query, padding: 'x'.repeat(100_000) });
  expect((await packed(gzipSync(small), 'gzip')).status).toBe(200);
  expect((await packed(brotliCompressSync(small), 'br')).status).toBe(200);
  expect(gzipSync(large).length).toBeLessThan(2_000);
  expect((await packed(gzipSync(large), 'gzip')).status).toBe(413);
  expect((await packed(Buffer.from(small), 'gzip')).status).toBe(400);
  expect(await verdictOf(await packed(Buffer.from(small), 'zip'))).toMatchObject({ status: 415 });
});

it('refuses a body beyond the limit, whether it says so beforehand or not', async () => {
  const body = JSON.stringify({ query, padding: 'x'.repeat(3_000) });
  expect(await refusalOf(await front.post(body))).toEqual([413, 'REQUEST_TOO_LARGE', 'The request body is too large.']);
  const unsaid = new ReadableStream({
    start(stream) {
      for (const part of [body.slice(0, 1_500), body.slice(1_500)]) stream.enqueue(new TextEncoder().encode(part));
      stream.close();
    },
  });
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: unsaid, duplex: 'half' };
  expect((await fetch(front.url, init as RequestInit)).status).toBe(413);
});
