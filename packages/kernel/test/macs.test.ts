import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEventMacs } from '../src/events/macs.ts';
import { openTelling } from '../src/events/telling.ts';
import { openIdentities } from '../src/testing/index.ts';
import { listener } from './support/listener.ts';
import { openWorld, type World } from './support/world.ts';

const { payments, orders, ratings } = openIdentities('payments', 'orders', 'ratings');
const TEXT = '{"type":"payment.captured"}';

describe('the codes beside an event', () => {
  it('prove to each service that its publisher wrote it', () => {
    const macs = payments.macs.of(TEXT);
    for (const { macs: theirs } of [orders, ratings, payments]) expect(theirs.prove('payments', TEXT, macs)).toBe(true);
  });

  it.each([
    ['another text', 'payments', `${TEXT} `, payments.macs.of(TEXT)],
    ['none', 'payments', TEXT, ''],
    ['none for this service', 'payments', TEXT, payments.macs.of(TEXT).replace('orders-1=', 'orders-2=')],
    ['one of two letters', 'payments', TEXT, 'orders-1=ab'],
    ['those of another listener', 'payments', TEXT, ratings.macs.of(TEXT)],
    ['those of a service nobody knows', 'strangers', TEXT, payments.macs.of(TEXT)],
    ['what it wrote itself, handed back', 'payments', TEXT, orders.macs.of(TEXT).replace('payments-1=', 'orders-1=')],
  ])('prove nothing: %s', (_name, publisher, text, macs) => {
    expect(orders.macs.prove(publisher, text, macs)).toBe(false);
  });

  it('hold with each of the keys a publisher has while it changes them', () => {
    const made = ['payments-1', 'payments-2', 'orders-1'].map((kid) => ({
      kid,
      ...generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    }));
    const ring = new Map(made.map(({ kid, publicKey }) => [kid, publicKey]));
    const [before, after, listening] = made.map(({ kid, privateKey }) => openEventMacs({ kid, key: privateKey }, ring));
    for (const publisher of [before, after])
      expect(listening?.prove('payments', TEXT, publisher?.of(TEXT) ?? '')).toBe(true);
  });
});

describe('an event in the stream', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  it('that somebody else put there is a dead letter, and nobody acts on it', async () => {
    const heard: number[] = [];
    await world.does((work) => world.tellRating(work, 'ord_1', 4));
    await openTelling({ ...world, service: 'ratings' })();
    const [[, fields]] = (await world.redis.xrange('events:ratings', '-', '+')) as [[string, string[]]];
    const forged = (fields[1] ?? '').replace('"score":4', '"score":5').replace(/"id":"\w+"/, '"id":"evt_forged"');
    await world.redis.xadd('events:ratings', '*', 'e', forged);
    await world.redis.xadd('events:ratings', '*', 'e', forged, 'm', fields[3] ?? '');
    await world.redis.xadd('events:ratings', '*', 'e', forged, 'm', world.stranger.of(forged));
    await world.start('ratings', { consumers: [listener(heard)] });
    const letters = async () => (await world.pool.query('SELECT "consumer", "error" FROM "DeadLetter"')).rows;
    await world.until(async () => heard.length > 0 && (await letters()).length === 3);
    const refused = {
      consumer: 'ratings.unreadable',
      error: expect.stringContaining('ratings did not write this rating.published; if it did, SERVICE_JWKS'),
    };
    expect([heard, await letters()]).toEqual([[4], [refused, refused, refused]]);
  });
});
