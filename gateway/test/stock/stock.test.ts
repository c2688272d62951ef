import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { supergraph } from '../world/subgraphs.ts';
import { limits, startWorld, type World } from '../world/world.ts';

const questions: [string, string][] = [
  ['one subgraph', '{ business(id: "1") { id name menu { id } } }'],
  ['two subgraphs', '{ businesses(first: 2) { edges { cursor node { id name rating } } } }'],
  ['aliases and conditions', '{ a: business(id: "1") { r: rating } b: business(id: "2") { id @skip(if: true) name } }'],
  ['introspection', '{ __schema { queryType { name } } __type(name: "Business") { fields { name } } }'],
  ['nothing but names', '{ __typename }'],
  ['mutations', 'mutation { rename(id: "1", name: "x") }'],
  ['what a subgraph refuses', '{ stranger echo(text: "there") }'],
  ['what a subgraph must not tell', '{ crash leak echo(text: "there") }'],
  ['a hole', '{ hole { deep } echo(text: "there") }'],
  ['what is refused before', '{ secret }'],
  ['a typo', '{ ecko }'],
  ['a part that cannot be deferred', '{ business(id: "1") { id ... @defer { rating } } }'],
];

describe('@apollo/gateway’s own execution', () => {
  let own: World;
  let stock: World;
  beforeAll(async () => {
    [own, stock] = await Promise.all([startWorld(), startWorld({ execution: 'stock' })]);
  });
  afterAll(() => Promise.all([own.stop(), stock.stop()]));

  it.each(questions)('answers as ours does: %s', async (_what, query) => {
    const [ours, theirs] = await Promise.all([own.ask(query), stock.ask(query)]);
    expect(theirs.data).toEqual(ours.data);
    expect(theirs.status).toBe(ours.status);
    expect(theirs.errors.map(({ path, extensions }) => [path, extensions.code])).toEqual(
      ours.errors.map(({ path, extensions }) => [path, extensions.code]),
    );
  });

  it('is what really answers: it asks subgraphs in Apollo’s words', async () => {
    const query = '{ businesses(first: 1) { edges { node { rating } } } }';
    const askedBy = async (world: World) => {
      world.memory.asked.length = 0;
      await world.ask(query);
      return world.memory.asked.map((asked) => asked.query);
    };
    const [ours, theirs] = [await askedBy(own), await askedBy(stock)];
    expect(theirs).toHaveLength(2);
    expect(theirs).not.toEqual(ours);
  });

  it('goes by the same identity', async () => {
    const { data } = await stock.ask('{ mine me { id } }', { token: stock.signIn({ id: 'gus' }) });
    expect(data).toEqual({ mine: 'usr_gus', me: { id: 'usr_gus' } });
  });

  it('gives up when the time is over', async () => {
    const quick = await startWorld({ execution: 'stock', limits: limits({ LIMIT_REQUEST_MS: 200 }) });
    const { codes } = await quick.ask('{ slow(ms: 2000) }');
    expect(codes).toEqual(['UPSTREAM_UNAVAILABLE']);
    await quick.stop();
  });
});

describe.each(['own', 'stock'] as const)('a gateway (%s execution) over a supergraph file', (execution) => {
  let folder: string;
  let path: string;
  let world: World;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'supergraph-'));
    path = join(folder, 'supergraph.graphql');
    await writeFile(path, supergraph());
    world = await startWorld({ execution, supergraphFile: path });
  }, 60_000);
  afterAll(async () => {
    await world.stop();
    await rm(folder, { recursive: true });
  });

  const replaceWith = async (text: string) => {
    await writeFile(`${path}.next`, text);
    await rename(`${path}.next`, path);
  };
  const until = async (happened: () => Promise<boolean> | boolean) => {
    for (const end = Date.now() + 50_000; !(await happened()) && Date.now() < end; ) await sleep(50);
    expect(await happened()).toBe(true);
  };
  const isRefused = async (query: string) => (await world.ask(query)).codes[0] === 'GRAPHQL_VALIDATION_FAILED';

  it('goes on with what it has when the file becomes bad', async () => {
    await replaceWith('type Query { nothing');
    await until(() => world.logged.some((line) => line.includes('a new supergraph was refused')));
    expect((await world.ask('{ echo(text: "on") }')).data).toEqual({ echo: 'on' });
  }, 60_000);

  it('follows it', async () => {
    await replaceWith(supergraph().replace(/^ +echo\(.*\n/gm, ''));
    await until(() => isRefused('{ echo(text: "gone") }'));
    expect((await world.ask('{ business(id: "1") { rating } }')).data).toEqual({ business: { rating: 4 } });
  }, 60_000);
});
