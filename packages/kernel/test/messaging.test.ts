import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AnyConsumer, consumer } from '../src/events/consumer.ts';
import { requestReplay } from '../src/events/dead-letters.ts';
import { deliver } from '../src/events/deliver.ts';
import { open } from '../src/events/envelope.ts';
import { retellAfterLoss } from '../src/events/loss.ts';
import { trim } from '../src/events/streams.ts';
import { openTelling } from '../src/events/telling.ts';
import { PUBLIC_TOPIC, publicVersionMs } from '../src/public.ts';
import { timer } from '../src/timer.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

/** A consumer that notes what it hears. */
const listener = (heard: number[], meanwhile: (score: number) => Promise<void> | void = () => {}): AnyConsumer =>
  consumer({
    name: 'ratings.note-on-rating-published',
    on: 'rating.published',
    async handle(_work, { score }) {
      await meanwhile(score);
      heard.push(score);
    },
  });

const outbox = async () =>
  (
    await world.pool.query<{ waiting: string }>(
      'SELECT count(*) AS waiting FROM "OutboxEvent" WHERE "publishedAt" IS NULL',
    )
  ).rows[0]?.waiting;

describe('telling and hearing', () => {
  it('brings every event to its consumer in the order of its subject', async () => {
    const heard: number[] = [];
    await world.start('ratings', { consumers: [listener(heard)] });
    for (let n = 1; n <= 30; n++) await world.does((work) => world.tellRating(work, 'ord_1', n));
    await world.until(() => heard.length === 30);
    expect(heard).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  it('tells nothing of a unit of work that failed', async () => {
    const failing = world.does((work) => {
      world.tellRating(work, 'ord_1', 1);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await outbox()).toBe('0');
  });

  it('does not commit a payload that breaks its contract', async () => {
    const breaking = world.does((work) => work.emit('rating.published', 'x', { ratingId: 'x' } as never));
    await expect(breaking).rejects.toThrow();
    expect(await outbox()).toBe('0');
  });

  it('tells an early position that commits late', async () => {
    const early = await world.pool.connect();
    await early.query('BEGIN');
    await early.query(`INSERT INTO "OutboxEvent" (id, channel, type, version, subject, payload, "occurredAt")
      VALUES ('early', 'event', 'rating.published', 1, 't', '{}', now())`);
    await world.does((work) => world.tellRating(work, 'ord_1', 1));
    await openTelling({ ...world, service: 'ratings' })();
    expect(await outbox()).toBe('0');
    await early.query('COMMIT');
    early.release();
    expect(await outbox()).toBe('1');
    await openTelling({ ...world, service: 'ratings' })();
    expect(await outbox()).toBe('0');
    expect(await world.redis.xlen('events:ratings')).toBe(2);
  });

  it('gives changed public data new versions before anybody hears of the change', async () => {
    const [one, other] = [`biz_${randomUUID()}`, `biz_${randomUUID()}`];
    const keys = ['public:version:ratings:Business', `public:version:ratings:Business:${one}`];
    const subscriber = world.redis.duplicate();
    const heard: unknown[] = [];
    subscriber.on('message', async (_channel, text: string) => {
      const keysHeard = JSON.parse(text) as { id: string };
      // Pub/sub is one for all databases of a Redis: others may be telling things at this moment.
      if (![one, other].includes(keysHeard.id)) return;
      heard.push({ ...keysHeard, versions: await world.redis.mget(keys) });
    });
    await subscriber.subscribe('live:public');
    const before = Date.now();
    for (const id of [one, other]) {
      await world.does((work) => work.announce(PUBLIC_TOPIC, { __typename: 'Business', id }));
      await world.does((work) => work.announce('order:1', { __typename: 'Order', id: '1' }));
    }
    await openTelling({ ...world, service: 'ratings' })();
    expect(await outbox()).toBe('0');
    await world.until(async () => heard.length === 2);
    subscriber.disconnect();

    const [ofType, ofOne] = await world.redis.mget(keys);
    expect(ofType).not.toBe(ofOne);
    expect(publicVersionMs(ofOne ?? null)).toBeGreaterThanOrEqual(before);
    expect(heard).toEqual([
      { __typename: 'Business', id: one, subgraph: 'ratings', versions: [expect.any(String), ofOne] },
      { __typename: 'Business', id: other, subgraph: 'ratings', versions: [ofType, ofOne] },
    ]);
    expect(await world.redis.ttl(keys[1] ?? '')).toBeGreaterThan(3_590);
  });

  it('handles an event once, however often it is heard', async () => {
    const heard: number[] = [];
    await world.does((work) => world.tellRating(work, 'ord_1', 5));
    await openTelling({ ...world, service: 'ratings' })();
    const [[, fields]] = (await world.redis.xrange('events:ratings', '-', '+')) as [[string, string[]]];
    const event = open(fields[1] ?? '');
    const parts = { ...world, service: 'ratings' };
    const answers = await Promise.all([1, 2, 3].map(() => deliver(parts, listener(heard), event)));
    expect(answers.sort()).toEqual(['duplicate', 'duplicate', 'handled']);
    expect(heard).toEqual([5]);
  });

  it('tries again what fails, without holding up other subjects', async () => {
    const heard: number[] = [];
    let failures = 3;
    await world.start('ratings', {
      consumers: [
        listener(heard, (score) => {
          if (score === 1 && failures-- > 0) throw new Error('not yet');
        }),
      ],
    });
    await world.does((work) => {
      world.tellRating(work, 'ord_1', 1);
      world.tellRating(work, 'ord_1', 2);
      world.tellRating(work, 'ord_2', 3);
    });
    await world.until(() => heard.length === 3);
    expect(heard).toEqual([3, 1, 2]);
  });
});

describe('losing things', () => {
  it('hears again what was read but not acknowledged before a crash', async () => {
    await world.does((work) => world.tellRating(work, 'ord_1', 4));
    await openTelling({ ...world, service: 'ratings' })();
    await world.redis.xgroup('CREATE', 'events:ratings', 'ratings', '0');
    await world.redis.xreadgroup('GROUP', 'ratings', 'ratings', 'STREAMS', 'events:ratings', '>');
    const heard: number[] = [];
    await world.start('ratings', { consumers: [listener(heard)] });
    await world.until(() => heard.length === 1);
    await world.until(async () => ((await world.redis.xpending('events:ratings', 'ratings')) as [number])[0] === 0);
  });

  it('hears again what it was still working on when it went', async () => {
    let working = false;
    let go = (): void => undefined;
    const gone = new Promise<void>((resolve) => {
      go = resolve;
    });
    const cutShort = listener([], async () => {
      working = true;
      await gone;
      throw new Error('it went in the middle of it');
    });
    const first = await world.start('ratings', { consumers: [cutShort] });
    await world.does((work) => world.tellRating(work, 'ord_1', 4));
    await world.until(() => working);
    const stopped = first.stop();
    go();
    await stopped;
    const heard: number[] = [];
    await world.start('ratings', { consumers: [listener(heard)] });
    await world.until(() => heard.length === 1);
  });

  it('hears again what it could not acknowledge, and handles it once', async () => {
    const heard: number[] = [];
    let asked = 0;
    const acknowledge = world.redis.xack.bind(world.redis) as (...given: unknown[]) => Promise<number>;
    const losing = async (...given: unknown[]) => {
      asked += 1;
      if (asked === 1) throw new Error('the connection is lost');
      return acknowledge(...given);
    };
    Object.assign(world.redis, { xack: losing });
    await world.start('ratings', { consumers: [listener(heard)] });
    await world.does((work) => world.tellRating(work, 'ord_1', 1));
    const pending = async () => ((await world.redis.xpending('events:ratings', 'ratings')) as [number])[0];
    await world.until(async () => asked > 1 && (await pending()) === 0);
    expect(heard).toEqual([1]);
  });

  it('tells everything again after Redis was emptied, and nothing acts twice', async () => {
    const heard: number[] = [];
    await world.start('ratings', { consumers: [listener(heard)] });
    await world.does((work) => world.tellRating(work, 'ord_1', 1));
    await world.until(() => heard.length === 1);
    await world.redis.flushdb();
    await world.does((work) => world.tellRating(work, 'ord_1', 2));
    await world.until(() => heard.length === 2);
    await retellAfterLoss({ ...world, service: 'ratings' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(heard).toEqual([1, 2]);
  });

  it('notices when Redis comes back without its newest entries', async () => {
    await world.does((work) => world.tellRating(work, 'ord_1', 1));
    await openTelling({ ...world, service: 'ratings' })();
    await world.redis.del('events:ratings');
    await world.redis.xadd('events:ratings', '1-1', 'e', 'old');
    await retellAfterLoss({ ...world, service: 'ratings' });
    expect(await outbox()).toBe('1');
  });

  it('keeps what a group has not acknowledged when it trims', async () => {
    const stream = 'events:ratings';
    const ids = Array.from({ length: 500 }, (_, n) => `${n + 1}-0`);
    for (const id of ids) await world.redis.xadd(stream, id, 'e', id);
    for (const group of ['slow', 'fast']) {
      await world.redis.xgroup('CREATE', stream, group, '0');
      await world.redis.xreadgroup('GROUP', group, group, 'COUNT', 500, 'STREAMS', stream, '>');
    }
    await world.redis.xack(stream, 'fast', ...ids);
    await world.redis.xack(stream, 'slow', '1-0');
    await trim(world.redis, stream);
    // Trimming is approximate, so it may keep more; it must never keep less.
    const left = async () => (await world.redis.xrange(stream, '-', '+')).map(([id]) => id);
    expect(await left()).toEqual(expect.arrayContaining(ids.slice(1)));
    await world.redis.xack(stream, 'slow', ...ids.slice(0, 400));
    await trim(world.redis, stream);
    expect(await left()).toEqual(expect.arrayContaining(ids.slice(400)));
    expect((await left()).length).toBeLessThan(500);
  });

  it('buries what cannot be read, and goes on', async () => {
    const heard: number[] = [];
    await world.start('ratings', { consumers: [listener(heard)] });
    await world.redis.xadd('events:ratings', '*', 'e', '{"type":"rating.published","subject":"x","payload":{}}');
    await world.does((work) => world.tellRating(work, 'ord_1', 1));
    await world.until(() => heard.length === 1);
    const letters = async () => (await world.pool.query('SELECT consumer FROM "DeadLetter"')).rows;
    // In a lane of its own: maybe after what came later.
    await world.until(async () => (await letters()).length > 0);
    expect(await letters()).toEqual([{ consumer: 'ratings.unreadable' }]);
  });

  it('lets one of two processes lead, and the other take over', async () => {
    const heard: number[] = [];
    const first = await world.start('ratings', { consumers: [listener(heard)] });
    await world.does((work) => world.tellRating(work, 'ord_1', 1));
    await world.until(() => heard.length === 1);
    await world.start('ratings', { consumers: [listener(heard)] });
    await first.stop();
    await world.does((work) => world.tellRating(work, 'ord_1', 2));
    await world.until(() => heard.length === 2);
    expect(heard).toEqual([1, 2]);
  });
});

describe('dead letters', () => {
  it('are replayed when an operator asks, and go when it worked', async () => {
    const heard: number[] = [];
    const event = {
      id: 'evt_1',
      type: 'rating.published',
      version: 1,
      subject: 's',
      occurredAt: new Date(),
      correlationId: null,
    };
    const payload = { ratingId: 'r', orderId: 'o', subject: 'ORDER', subjectId: 'o', score: 3 };
    await world.pool.query(
      `INSERT INTO "DeadLetter" (id, consumer, "eventId", event, error, attempts) VALUES ('ded_1', $1, 'evt_1', $2, 'x', 1)`,
      ['ratings.note-on-rating-published', JSON.stringify({ ...event, payload })],
    );
    expect(await requestReplay(world.pool, 'ded_1')).toBe(1);
    await world.start('ratings', { consumers: [listener(heard)] });
    await world.until(() => heard.length === 1);
    await world.until(async () => (await world.pool.query('SELECT 1 FROM "DeadLetter"')).rowCount === 0);
  });
});

describe('deadlines', () => {
  it('run once, in the transaction that removes them, also with two processes', async () => {
    const ran: string[] = [];
    const note = timer({ kind: 'note', handle: async (_work, { subject }) => ran.push(subject) });
    await world.does((work) => work.schedule('note', 'a', new Date(Date.now() - 1)));
    await world.start('ratings', { timers: [note] });
    await world.start('ratings', { timers: [note] });
    await world.until(() => ran.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(ran).toEqual(['a']);
    expect((await world.pool.query('SELECT 1 FROM "Deadline"')).rowCount).toBe(0);
  });

  it('are tried again after a failure, and not run when taken back or set later', async () => {
    const ran: string[] = [];
    let failures = 1;
    const note = timer({
      kind: 'note',
      async handle(_work, { subject }) {
        if (failures-- > 0) throw new Error('not yet');
        ran.push(subject);
      },
    });
    await world.does((work) => {
      work.schedule('note', 'a', new Date(Date.now() - 1));
      work.schedule('note', 'later', new Date(Date.now() + 60_000));
      work.schedule('note', 'gone', new Date(Date.now() + 500));
    });
    await world.does((work) => work.unschedule('note', 'gone'));
    await world.start('ratings', { timers: [note] });
    await world.until(() => ran.length === 1);
    expect(ran).toEqual(['a']);
  });

  it('keep a job that was set anew while it ran', async () => {
    const ran: number[] = [];
    const job = {
      kind: 'job',
      perform: async () => {
        ran.push(1);
        if (ran.length === 1) await world.does((work) => work.schedule('job', 'a', new Date(Date.now() - 1)));
      },
    };
    await world.does((work) => work.schedule('job', 'a', new Date(Date.now() - 1)));
    await world.start('ratings', { timers: [job] });
    await world.until(() => ran.length === 2);
    await world.until(async () => (await world.pool.query('SELECT 1 FROM "Deadline"')).rowCount === 0);
  });
});
