import { serverAudits } from 'graphql-http';
import { startWorld, type World } from '../world/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** As every client of ours calls: a GET says that it is not a foreign page's. */
const asOwnClient = (url: string, init: RequestInit = {}): Promise<Response> =>
  fetch(url, init.method === 'POST' ? init : withHeader(init));
const withHeader = (init: RequestInit): RequestInit => ({
  ...init,
  headers: { ...(init.headers as Record<string, string>), 'apollo-require-preflight': 'true' },
});

const audits = serverAudits({ url: () => `${world.gateway.url}/graphql`, fetchFn: asOwnClient });

it('is the whole list of the GraphQL-over-HTTP audits', () => {
  expect(audits.length).toBeGreaterThanOrEqual(61);
});

it.each(audits.map(({ id, name, fn }) => [id, name, fn] as const))('%s: %s', async (_id, _name, audit) => {
  const result = await audit();
  expect('reason' in result ? result.reason : result.status).toBe('ok');
});
