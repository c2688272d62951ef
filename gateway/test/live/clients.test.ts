import { readdirSync, readFileSync } from 'node:fs';
import { EventSource } from 'eventsource';
import WebSocket from 'ws';
import { openApollo } from '../../../docs/live/apollo-client.ts';
import type { Step, Tokens } from '../../../docs/live/follow-order.ts';
import { openUrql } from '../../../docs/live/urql.ts';
import { CLOSE } from '../../src/live/refusals.ts';
import { type TestOrder, testUser } from './graph.ts';
import { soon, until } from './reading.ts';
import { openWorld, type World } from './world.ts';

// What a browser has and Node 20 has not.
Object.assign(globalThis, { WebSocket, EventSource });

interface Following {
  readonly url: string;
  readonly tokens: Tokens;
  readonly orderId: string;
  readonly onStep: (step: Step) => void;
  readonly signal: AbortSignal;
}
type FollowOrder = (following: Following) => Promise<unknown>;

const { followOrder } = (await import('../../../docs/live/event-source.js' as string)) as {
  followOrder(url: string, following: Omit<Following, 'url'>): Promise<unknown>;
};
const onSocket =
  (open: typeof openApollo | typeof openUrql): FollowOrder =>
  async ({ url, tokens, orderId, onStep, signal }) => {
    const client = open(url, tokens);
    return client.follow(orderId, onStep, signal).finally(() => void client.close());
  };
const CLIENTS: [string, FollowOrder][] = [
  ['Apollo Client', onSocket(openApollo)],
  ['urql', onSocket(openUrql)],
  ['EventSource', ({ url, ...following }) => followOrder(url.replace('ws:', 'http:'), following)],
];

const ADA = testUser('usr_ada');

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

/** Somebody who follows an order with one of the clients. */
function follow(client: FollowOrder, order: TestOrder, token = () => world.token(ADA)) {
  const heard: Step[] = [];
  const leaving = new AbortController();
  let now = token();
  let refreshed = 0;
  const tokens = {
    current: async () => now,
    async refresh() {
      refreshed += 1;
      now = token();
    },
  };
  const onStep = (step: Step) => heard.push(step);
  const ended = client({ url: world.url, tokens, orderId: order.id, onStep, signal: leaving.signal });
  return {
    heard,
    refreshed: () => refreshed,
    upTo: (sequence: number) => until(() => heard.at(-1)?.sequence === sequence, `step ${sequence}`),
    ended: () => soon(ended, 'the end'),
    async leave() {
      leaving.abort();
      await soon(ended, 'the end');
    },
  };
}

const told = (heard: readonly Step[]) => heard.map(({ kind, sequence }) => `${kind} ${sequence}`);

describe.each(CLIENTS)('%s, as the docs have it', (_name, client) => {
  it('survives cut connections and misses nothing, repeats nothing', async () => {
    const order = world.order('usr_ada', 1);
    const following = follow(client, order);
    await following.upTo(1);
    for (let cut = 0; cut < 3; cut += 1) {
      await world.step(order);
      world.cut();
      await world.step(order);
      await world.step(order);
      await following.upTo(order.log.length);
    }
    await following.leave();
    expect(told(following.heard)).toEqual(['SNAPSHOT 1', ...[2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => `STATUS ${n}`)]);
    await until(() => world.live.counts().subscriptions === 0, 'nothing left open');
  });

  it('goes on with a fresh token where the old one ended', async () => {
    const order = world.order('usr_ada', 1);
    let lives = 2;
    const following = follow(client, order, () => {
      lives += 2;
      return world.token(ADA, lives - 2);
    });
    await following.upTo(1);
    await until(() => following.refreshed() > 0, 'a fresh token');
    await world.step(order);
    await following.upTo(2);
    await following.leave();
    expect(told(following.heard)).toEqual(['SNAPSHOT 1', 'STATUS 2']);
  });

  it('stops, and says why, where there is nothing for it', async () => {
    const order = world.order('usr_eve', 1);
    const following = follow(client, order);
    expect(await following.ended()).toBe('NOT_FOUND');
    expect(following.heard).toEqual([]);
  });
});

describe('docs/live.md', () => {
  const folder = new URL('../../../docs/live/', import.meta.url);
  const page = readFileSync(new URL('../live.md', folder), 'utf8');

  it.each(Object.values(CLOSE))('says what a client does about $code $reason', ({ code, reason }) => {
    const row = page.split('\n').find((line) => line.startsWith(`| ${code} `) && line.includes(reason));
    expect(row?.split(' | ').at(-1)?.length).toBeGreaterThan(20);
  });

  it.each(readdirSync(folder))('shows %s as it is', (name) => {
    const code = readFileSync(new URL(name, folder), 'utf8');
    expect(page).toContain(`\`\`\`${name.split('.').at(-1)}\n${code}\`\`\`\n`);
  });
});
