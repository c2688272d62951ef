import { createServer, type Server } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { openAnswering } from '@app/kernel/answering';
import { publicError } from '@app/kernel/errors';
import { type Identity, openIdentity } from '@app/kernel/identity';
import type { Subgraph, SubgraphRequest } from '@app/kernel/mount';
import type { Viewer } from '@app/kernel/viewer';
import { anonymous } from '@app/kernel/viewer';
import { GraphQLScalarType, parse } from 'graphql';
import { pino } from 'pino';
import { documentOf } from '../../src/transport/documents.ts';
import { localTransport } from '../../src/transport/local-transport.ts';
import type { Transport } from '../../src/transport/port.ts';
import type { Question, Representations } from '../../src/transport/question.ts';
import { openSource, type RequestContext, type Source } from '../../src/transport/source.ts';
import { jwksOf, pair } from '../world/keys.ts';
import { transportTo } from './upstream.ts';

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar Json
  type Query { me: String  moment: String  item(id: ID!, size: Size = { width: 2 }): Item  crash: Int  strict: Strict  settings: Json }
  type Mutation { rename(id: ID!, name: String!): Item }
  type Item @key(fields: "id") { id: ID!  name: String  width: Int  parts: [Item!]!  secret: String }
  type Strict { never: String! }
  input Size { width: Int! }
`);
const SETTINGS = Object.freeze({ theme: 'dark', list: Object.freeze([1]) });
const item = (id: string, width = 0) => ({
  id,
  width,
  name: `Item ${id}`,
  parts: () => [{ id: `${id}.1`, parts: [] }],
});
const resolvers = {
  Json: new GraphQLScalarType({ name: 'Json' }),
  Query: {
    me: (_root: unknown, _args: unknown, { id }: Viewer) => id,
    moment: (_root: unknown, _args: unknown, { moment }: { moment?: string }) => moment,
    item: (_root: unknown, { id, size }: { id: string; size: { width: number } }) => item(id, size.width),
    crash: () => {
      throw new Error('connect ECONNREFUSED db.internal:5432');
    },
    strict: () => ({ never: null }),
    settings: () => SETTINGS,
  },
  Mutation: { rename: (_root: unknown, { id, name }: { id: string; name: string }) => ({ ...item(id), name }) },
  Item: {
    __resolveReference: ({ id }: { id: string }) => (id === 'gone' ? null : item(id)),
    secret: () => {
      throw publicError('FORBIDDEN', 'Not for you.');
    },
  },
};

const keys = Object.fromEntries(['gateway', 'items', 'other'].map((name) => [name, pair(`${name}-1`)]));
const jwks = jwksOf(...Object.values(keys));
const identityOf = (name: string): Identity => openIdentity(name, keys[name]?.pem ?? '', jwks);
const log = pino({ level: 'silent' });

let prepared = 0;
const answering = openAnswering({
  name: 'items',
  parts: {
    schema: buildSubgraphSchema({ typeDefs, resolvers } as never),
    context: (viewer, moment) => ({ ...viewer, moment: moment && decodeURIComponent(moment) }),
  },
  identity: identityOf('items'),
  log,
});
const subgraph = {
  ...answering,
  prepare(query: string) {
    prepared += 1;
    return answering.prepare(query);
  },
} as Subgraph;

let server: Server;
let here: Transport;
let apart: Transport;
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const question = JSON.parse(body) as Pick<SubgraphRequest, 'query' | 'variables'>;
    const token = request.headers.authorization?.slice('Bearer '.length);
    const [correlationId, moment] = [
      String(request.headers['x-correlation-id']),
      request.headers['x-moment'] as string,
    ];
    await subgraph.execute({ ...question, token, correlationId, moment }).then(
      (result) => response.setHeader('content-type', 'application/json').end(JSON.stringify(result)),
      () => response.writeHead(401).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  here = localTransport(subgraph);
  apart = transportTo(server, { maxBytes: 1_000_000, timeoutMs: 5_000 });
});
afterAll(async () => {
  await apart.close();
  await new Promise((resolve) => server.close(resolve));
});

const context: RequestContext = {
  viewer: { ...anonymous('gateway'), kind: 'user', id: 'usr_ada' },
  correlationId: 'trace-me',
  signal: new AbortController().signal,
  moment: { name: 'order:1@4', moving: {} },
};
const sources = (name = 'items'): Source[] =>
  [here, apart].map((transport) => openSource(name, { transport, identity: identityOf('gateway'), log }));
const question = (text: string, more: Partial<Question> = {}): Question => ({
  document: documentOf(text),
  variables: {},
  ...more,
});
const entities = (ids: string[], variable = 'r'): Representations[] => {
  const values = ids.map((id) => ({ __typename: 'Item', id }));
  return [{ variable, texts: values.map((value) => JSON.stringify(value)), values: () => structuredClone(values) }];
};
const ENTITIES = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Item { id name } } }';
const many = Array.from({ length: 5_001 }, (_, at) => `${at}`);

const fault = (...path: string[]) => ({
  message: 'Something went wrong on our side.',
  path,
  extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'trace-me' },
});

describe.each<[string, Question, object]>([
  ['the viewer', question('{ me }'), { data: { me: 'usr_ada' } }],
  ['the moment', question('{ moment }'), { data: { moment: 'order:1@4' } }],
  [
    'arguments, defaults and lists',
    question(
      'query ($id: ID!) { a: item(id: $id) { width parts { id } } b: item(id: "2", size: { width: 7 }) { width } }',
      {
        variables: { id: '1' },
      },
    ),
    { data: { a: { width: 2, parts: [{ id: '1.1' }] }, b: { width: 7 } } },
  ],
  [
    'entities, one of them gone',
    question(ENTITIES, { entities: entities(['1', 'gone']) }),
    { data: { _entities: [{ id: '1', name: 'Item 1' }, null] } },
  ],
  ['a mutation', question('mutation { rename(id: "1", name: "New") { name } }'), { data: { rename: { name: 'New' } } }],
  [
    'an error with a code, in its place',
    question('{ item(id: "1") { id secret } }'),
    {
      data: { item: { id: '1', secret: null } },
      errors: [{ message: 'Not for you.', path: ['item', 'secret'], extensions: { code: 'FORBIDDEN' } }],
    },
  ],
  ['a fault that nobody reads about', question('{ crash }'), { data: { crash: null }, errors: [fault('crash')] }],
  [
    'a null that may not be',
    question('{ strict { never } }'),
    { data: { strict: null }, errors: [fault('strict', 'never')] },
  ],
  [
    'a field that is not there',
    question('{ nothing }'),
    { errors: [{ message: 'Cannot query field "nothing" on type "Query".' }] },
  ],
  [
    'a variable that is missing',
    question('query ($id: ID!) { item(id: $id) { id } }'),
    { errors: [{ message: 'Variable "$id" of required type "ID!" was not provided.' }] },
  ],
  [
    'too many entities, whatever their variable is called',
    question(ENTITIES, { entities: entities(many) }),
    { errors: [{ message: 'At most 5000 entities a request.', extensions: { code: 'BAD_USER_INPUT' } }] },
  ],
  ['a scalar with structure', question('{ settings }'), { data: { settings: SETTINGS } }],
])('a question with %s', (_what, asked, expected) => {
  it('is answered alike in this process and over HTTP', async () => {
    for (const source of sources()) expect(plain(await source.ask(asked, context))).toEqual(expected);
  });
});

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a question', () => {
  it('signed for another subgraph is not answered, in either way', async () => {
    for (const source of sources('other'))
      await expect(source.ask(question('{ me }'), context)).rejects.toMatchObject({
        extensions: { code: 'UPSTREAM_UNAVAILABLE' },
      });
  });

  it('that nobody waits for any longer is not answered, in either way', async () => {
    for (const source of sources())
      await expect(source.ask(question('{ me }'), { ...context, signal: AbortSignal.abort() })).rejects.toMatchObject({
        extensions: { code: 'UPSTREAM_UNAVAILABLE' },
      });
  });

  it('of the same document is prepared once in this process', async () => {
    const [local] = sources();
    const before = prepared;
    const asked = question('{ once: me }');
    for (let turn = 0; turn < 3; turn++) await local?.ask(asked, context);
    expect(prepared).toBe(before + 1);
  });

  it('hands its answer over: whoever changes it changes nobody else’s', async () => {
    const [local] = sources();
    const asked = question('{ item(id: "1") { parts { id } } }');
    const first = (await local?.ask(asked, context)) as { data: { item: { parts: object[]; more?: string } } };
    first.data.item.more = 'merged';
    Object.assign(first.data.item.parts[0] ?? {}, { id: 'changed' });
    first.data.item.parts.pop();
    expect(plain(await local?.ask(asked, context))).toEqual({ data: { item: { parts: [{ id: '1.1' }] } } });
  });
});
