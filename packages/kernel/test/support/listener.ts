import { type AnyConsumer, consumer } from '../../src/events/consumer.ts';
import type { World } from './world.ts';

/** A consumer that notes what it hears. */
export const listener = (heard: number[], meanwhile: (score: number) => Promise<void> | void = () => {}): AnyConsumer =>
  consumer({
    name: 'ratings.note-on-rating-published',
    on: 'rating.published',
    async handle(_work, { score }) {
      await meanwhile(score);
      heard.push(score);
    },
  });

/** How many facts nobody has been told. */
export const untold = async ({ pool }: Pick<World, 'pool'>): Promise<number> => {
  const { rows } = await pool.query<{ waiting: number }>(
    'SELECT count(*)::int AS waiting FROM "OutboxEvent" WHERE "publishedAt" IS NULL',
  );
  return rows[0]?.waiting ?? 0;
};
