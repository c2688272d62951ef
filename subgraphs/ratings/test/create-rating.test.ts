import { barrier, countStatements } from '@app/kernel/testing';
import type { Db } from '../src/db.ts';
import { ADA, BOB, customer, NOON, openWorld } from './support/world.ts';

const world = openWorld({ connections: 24 });
beforeEach(() => world.reset());
afterEach(async () => expect(await world.wrongTotals()).toEqual([]));
afterAll(() => world.close());

const bistro = { orderId: 'ord_1', subject: 'BUSINESS', subjectId: 'biz_bistro', score: 4 } as const;

describe('rating', () => {
  it('publishes it and adds it to its subject', async () => {
    await world.hearsDelivered();

    const answer = await world.rates(ADA, { ...bistro, review: '  Warm soup, kind people.\n' });

    const id = expect.stringMatching(/^rat_/);
    expect(answer).toEqual({
      ok: true,
      value: { ...bistro, id, customerId: 'usr_ada', review: 'Warm soup, kind people.', createdAt: NOON },
    });
    expect(await world.totals()).toEqual([{ subject: 'BUSINESS', subjectId: 'biz_bistro', count: 1, sum: 4 }]);
    expect(await world.told()).toEqual([
      { type: 'rating.published', subject: id, payload: { ...bistro, ratingId: id } },
      { type: 'public', subject: 'public', payload: { __typename: 'Business', id: 'biz_bistro' } },
    ]);
  });

  it('is for order, business and courier, each once', async () => {
    await world.hearsDelivered();

    for (const [subject, subjectId] of [
      ['ORDER', 'ord_1'],
      ['BUSINESS', 'biz_bistro'],
      ['COURIER', 'cou_kim'],
    ] as const) {
      const rating = { orderId: 'ord_1', subject, subjectId, score: 5 };
      expect(await world.rates(ADA, rating)).toMatchObject({ ok: true, value: { review: null } });
      expect(await world.rates(ADA, { ...rating, score: 1 })).toMatchObject({ ok: false, code: 'ALREADY_RATED' });
    }
    expect((await world.totals()).map(({ count, sum }) => [count, sum])).toEqual([
      [1, 5],
      [1, 5],
      [1, 5],
    ]);
    // The sums of a business and of a courier are shown to everybody, an order's are not.
    const told = await world.told();
    expect(told.filter(({ type }) => type === 'rating.published')).toHaveLength(3);
    expect(told.filter(({ type }) => type === 'public').map(({ payload }) => payload)).toEqual([
      { __typename: 'Business', id: 'biz_bistro' },
      { __typename: 'Courier', id: 'cou_kim' },
    ]);
  });

  it.each([
    ["somebody else's order", BOB, bistro],
    ['an order that was not delivered', ADA, { ...bistro, orderId: 'ord_2' }],
    ['a business that was not in the order', ADA, { ...bistro, subjectId: 'biz_rival' }],
    ['a courier under the id of the business', ADA, { ...bistro, subject: 'COURIER' as const }],
  ])('refuses %s, and changes nothing', async (_what, viewer, rating) => {
    await world.hearsDelivered();

    expect(await world.rates(viewer, rating)).toMatchObject({ ok: false, code: 'NOT_DELIVERED' });
    expect(await world.db.rating.count()).toBe(0);
    expect(await world.totals()).toEqual([]);
    expect(await world.told()).toEqual([]);
  });

  it.each([
    ['a score of 0', { score: 0 }, 'score'],
    ['a score of 6', { score: 6 }, 'score'],
    ['half a point', { score: 3.5 }, 'score'],
    ['2,001 characters', { review: 'x'.repeat(2_001) }, 'review'],
    ['a NUL', { review: 'good\0food' }, 'review'],
    ['an empty order', { orderId: '' }, 'orderId'],
  ])('refuses %s', async (_what, wrong, field) => {
    await world.hearsDelivered();

    expect(await world.rates(ADA, { ...bistro, ...wrong })).toMatchObject({
      ok: false,
      code: 'INVALID_INPUT',
      path: ['input', field],
    });
    expect(await world.told()).toEqual([]);
  });

  it('takes 2,000 characters, however wide, and an empty review as none', async () => {
    await world.hearsDelivered();

    expect(await world.rates(ADA, { ...bistro, review: '😀'.repeat(2_000) })).toMatchObject({ ok: true });
    expect(await world.rates(ADA, { ...bistro, subject: 'ORDER', subjectId: 'ord_1', review: '   ' })).toMatchObject({
      ok: true,
      value: { review: null },
    });
  });

  it('counts once when sent 16 times at the same moment', async () => {
    await world.hearsDelivered();
    const db = everybodyHasLooked(16);

    const answers = await Promise.all(Array.from({ length: 16 }, () => world.rates(ADA, bistro, db)));

    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.code === 'ALREADY_RATED')).toHaveLength(15);
    expect(await world.totals()).toEqual([{ subject: 'BUSINESS', subjectId: 'biz_bistro', count: 1, sum: 4 }]);
    expect((await world.told()).map(({ type }) => type)).toEqual(['rating.published', 'public']);
  });

  it('loses none of 16 customers who rate the same business at the same moment', async () => {
    const customers = Array.from({ length: 16 }, (_, index) => customer(`usr_${index}`));
    for (const { id } of customers) await world.hearsDelivered({ customerId: id, orderId: `ord_${id}` });
    const db = everybodyHasLooked(16);

    await Promise.all(customers.map((one) => world.rates(one, { ...bistro, orderId: `ord_${one.id}` }, db)));

    expect(await world.totals()).toEqual([{ subject: 'BUSINESS', subjectId: 'biz_bistro', count: 16, sum: 64 }]);
  });

  it('takes six statements', async () => {
    await world.hearsDelivered();

    const { statements } = await countStatements(() => world.rates(ADA, bistro));

    expect(statements.map((statement) => statement.trim().split(/\s/)[0])).toEqual(
      'BEGIN SELECT INSERT INSERT WITH COMMIT'.split(' '),
    );
  });
});

/** A database where this many have all seen that they may rate before the first of them does. */
function everybodyHasLooked(parties: number): Db {
  const looked = barrier(parties);
  return world.db.$extends({
    query: {
      ratingRight: {
        async findUnique({ args, query }) {
          const right = await query(args);
          await looked();
          return right;
        },
      },
    },
  }) as unknown as Db;
}
