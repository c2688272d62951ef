import { ConfigurationRefused } from '@app/kernel/env';
import { startWorld, type World } from './world/world.ts';

const PAGE = '{ businesses(first: 2) { edges { node { id rating } } } echo(text: "still here") }';

describe.each([
  ['in the gateway’s process', false],
  ['each in its own process', true],
])('subgraphs %s', (_where, apart) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ apart });
  });
  afterAll(() => world.stop());

  it('answer one query together', async () => {
    const { data } = await world.ask(PAGE);
    expect(data).toEqual({
      businesses: { edges: [{ node: { id: 'biz_0', rating: 4 } }, { node: { id: 'biz_1', rating: 4 } }] },
      echo: 'still here',
    });
  });

  it('are given a token for exactly themselves, with the viewer and the correlation id', async () => {
    world.memory.asked.length = 0;
    const token = world.signIn({ id: 'gus' });
    await world.ask('{ business(id: "1") { rating } }', { token, headers: { 'x-correlation-id': 'trace-me' } });
    const asked = world.memory.asked.filter(({ query }) => !query.includes('sessionState'));
    expect(
      asked.map(({ subgraph, viewer, correlationId }) => [subgraph, viewer.id, viewer.caller, correlationId]),
    ).toEqual([
      ['catalog', 'usr_gus', 'gateway', 'trace-me'],
      ['ratings', 'usr_gus', 'gateway', 'trace-me'],
    ]);
  });

  it('leave a hole with a code when one is down, and nothing of where it was', async () => {
    if (apart) await world.kill('ratings');
    else world.memory.down.add('ratings');
    const { status, data, errors, text } = await world.ask(PAGE);
    expect(status).toBe(200);
    expect(data).toEqual({
      businesses: { edges: [{ node: { id: 'biz_0', rating: null } }, { node: { id: 'biz_1', rating: null } }] },
      echo: 'still here',
    });
    expect(errors).toEqual([
      {
        message: 'This part of the answer is not available right now. Try again.',
        path: ['businesses', 'edges'],
        extensions: { code: 'UPSTREAM_UNAVAILABLE' },
      },
    ]);
    expect(text).not.toMatch(/127\.0\.0\.1|10\.1\.2\.3|ECONN|ratings/);
  });
});

it('refuses to start when it does not know where a subgraph is', async () => {
  await expect(startWorld({ apart: true, subgraphUrls: { users: 'http://127.0.0.1:1' } })).rejects.toThrow(
    ConfigurationRefused,
  );
});
