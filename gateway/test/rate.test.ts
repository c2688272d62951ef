import { commandRedis } from '@app/kernel/redis';
import { pino } from 'pino';
import { network } from '../src/limits/rate.ts';
import { limits, startWorld, type World } from './world/world.ts';

const few = { limits: limits({ LIMIT_USER_PER_MINUTE: 3, LIMIT_IP_PER_MINUTE: 2 }), trustedProxies: 1 };
const address = () => `10.${[1, 2, 3].map(() => Math.floor(Math.random() * 256)).join('.')}`;
const person = () => `p${Math.random().toString(36).slice(2)}`;

let world: World;
beforeAll(async () => {
  world = await startWorld(few);
});
afterAll(() => world.stop());

it('gives each address without a token its own budget, and says when to come back', async () => {
  const [from, other] = [address(), address()];
  const ask = (ip: string) => world.ask('{ echo }', { headers: { 'x-forwarded-for': ip } });
  expect([(await ask(from)).status, (await ask(from)).status]).toEqual([200, 200]);
  const { status, headers, errors } = await ask(from);
  expect(status).toBe(429);
  expect(errors[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(50);
  expect((await ask(other)).status).toBe(200);
});

it('counts a signed-in user by themselves, wherever they come from', async () => {
  const token = world.signIn({ id: person() });
  const ask = () => world.ask('{ echo }', { token, headers: { 'x-forwarded-for': address() } });
  expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([200, 200, 200]);
  expect((await ask()).codes).toEqual(['RATE_LIMITED']);
});

it('counts bad tokens against the address they come from', async () => {
  const headers = { 'x-forwarded-for': address() };
  const ask = () => world.ask('{ echo }', { token: 'nonsense', headers });
  expect([(await ask()).codes, (await ask()).codes]).toEqual([['UNAUTHENTICATED'], ['UNAUTHENTICATED']]);
  expect((await ask()).codes).toEqual(['RATE_LIMITED']);
});

it('shares budgets between gateways', async () => {
  const second = await startWorld(few);
  const headers = { 'x-forwarded-for': address() };
  expect((await world.ask('{ echo }', { headers })).status).toBe(200);
  expect((await second.ask('{ echo }', { headers })).status).toBe(200);
  expect((await world.ask('{ echo }', { headers })).status).toBe(429);
  await second.stop();
});

it('goes on counting by itself without Redis', async () => {
  const alone = await startWorld({ ...few, redisUrl: 'redis://127.0.0.1:1' });
  const headers = { 'x-forwarded-for': address() };
  const statuses = [];
  for (let turn = 0; turn < 3; turn++) statuses.push((await alone.ask('{ echo }', { headers })).status);
  await alone.stop();
  expect(statuses).toEqual([200, 200, 429]);
});

it.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['10.0.0.1', '10.0.0.1'],
])('counts %s as %s', (ip, counted) => {
  expect(network(ip)).toBe(counted);
});

it('leaves nothing in Redis for ever', async () => {
  await world.ask('{ echo }', { headers: { 'x-forwarded-for': '10.99.99.99' } });
  const redis = commandRedis(process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:63799', pino({ level: 'silent' }));
  const ttl = await redis.ttl('rate:ip:10.99.99.99');
  redis.disconnect();
  expect(ttl).toBeGreaterThan(0);
});
