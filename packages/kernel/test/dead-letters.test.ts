import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { requestReplay } from '../src/events/dead-letters.ts';
import { listener } from './support/listener.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

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
