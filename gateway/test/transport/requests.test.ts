import type { IncomingHttpHeaders } from 'node:http';
import { type Question, type Representations, subgraphDocument } from '../../src/transport/question.ts';
import { requestBody } from '../../src/transport/request-body.ts';
import { call, fine, openUpstream } from './upstream.ts';

const document = subgraphDocument('query ($id: ID!) {\n  one(id: $id) # "quoted"\n}');
const keys = [
  { __typename: 'Item', id: '1' },
  { __typename: 'Item', id: '"2"' },
];
const entities = (variable: string, values: unknown[] = keys): Representations => ({
  variable,
  texts: values.map((value) => JSON.stringify(value)),
  values: () => structuredClone(values),
});

it.each<[string, Partial<Question>, object | undefined]>([
  ['nothing', {}, undefined],
  [
    'variables',
    { variables: { id: '1', list: [1, null], name: 'Krämer' } },
    { id: '1', list: [1, null], name: 'Krämer' },
  ],
  ['a variable that is not given', { variables: { id: undefined } }, undefined],
  ['entities', { entities: [entities('representations')] }, { representations: keys }],
  ['no entities after all', { entities: [] }, undefined],
  ['an empty list of entities', { entities: [entities('representations', [])] }, { representations: [] }],
  [
    'variables and entities of two fields',
    { variables: { id: '1' }, entities: [entities('a'), entities('b')] },
    { id: '1', a: keys, b: keys },
  ],
])('a request with %s', (_what, question, variables) => {
  const body = JSON.parse(requestBody({ document, variables: {}, ...question }));
  expect(body).toEqual({ query: document.text, ...(variables && { variables }) });
});

it('says who asks, what can be read, and nothing of compression', async () => {
  let headers: IncomingHttpHeaders = {};
  let body = '';
  const upstream = await openUpstream(async (request, response) => {
    headers = request.headers;
    for await (const chunk of request) body += String(chunk);
    fine(response);
  });
  await upstream.transport.send(call('{ fine }', { token: 'signed', correlationId: 'trace-me', moment: 'order:ä@4' }));
  expect(headers['x-moment']).toBe('order%3A%C3%A4%404');
  body = '';
  await upstream.transport.send(call('{ fine }', { token: 'signed', correlationId: 'trace-me' }));
  await upstream.close();
  expect(headers).not.toHaveProperty('x-moment');
  expect(headers).toMatchObject({
    accept: 'application/graphql-response+json, application/json;q=0.9',
    authorization: 'Bearer signed',
    'content-type': 'application/json',
    'x-correlation-id': 'trace-me',
    connection: 'keep-alive',
  });
  expect(headers).not.toHaveProperty('accept-encoding');
  expect(JSON.parse(body)).toEqual({ query: '{ fine }' });
});
