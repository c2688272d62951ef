import { countStatements } from '@app/kernel/testing';
import type { Viewer } from '@app/kernel/viewer';
import { ADA, ADMIN, BOB, NOBODY, openWorld } from './support/world.ts';

const world = openWorld();
const patient = openWorld({ patienceMs: 15_000 });
beforeEach(() => world.reset());
afterAll(() => Promise.all([world.close(), patient.close()]));

const RATE = /* GraphQL */ `
  mutation ($input: RatingCreateInput!) {
    ratingCreate(input: $input) { rating { id subject score review } userErrors { code path } }
  }`;
const ENTITIES = /* GraphQL */ `
  query ($refs: [_Any!]!) {
    _entities(representations: $refs) {
      ... on Business { rating { average count } }
      ... on Courier { rating { average count } }
      ... on Rating { score review }
    }
  }`;

const input = { orderId: 'ord_1', subject: 'BUSINESS', subjectId: 'biz_bistro', score: 4, review: 'Good.' };
const entities = (viewer: Viewer, refs: object[]) => world.ask(viewer, ENTITIES, { refs });

describe('ratings over GraphQL', () => {
  it('rates, and shows it in the summary of everybody', async () => {
    await world.hearsDelivered();

    const { data } = await world.ask(ADA, RATE, { input });

    expect(data.ratingCreate).toEqual({
      rating: { id: expect.stringMatching(/^rat_/), subject: 'BUSINESS', score: 4, review: 'Good.' },
      userErrors: [],
    });
    expect(await entities(NOBODY, [{ __typename: 'Business', id: 'biz_bistro' }])).toEqual({
      data: { _entities: [{ rating: { average: 4, count: 1 } }] },
    });
  });

  it('answers a refusal with data, not with an error', async () => {
    expect(await world.ask(ADA, RATE, { input })).toEqual({
      data: { ratingCreate: { rating: null, userErrors: [{ code: 'NOT_DELIVERED', path: null }] } },
    });
    expect(await world.ask(ADA, RATE, { input: { ...input, score: 9 } })).toEqual({
      data: { ratingCreate: { rating: null, userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'score'] }] } },
    });
  });

  it('waits a moment for a delivery whose news is slower than the customer', async () => {
    const answer = patient.ask(ADA, RATE, { input });
    await new Promise((resolve) => setTimeout(resolve, 120));
    await world.hearsDelivered();

    expect((await answer).data.ratingCreate.userErrors).toEqual([]);
  });

  it('does not wait for an input that can never be right', async () => {
    const started = performance.now();
    await patient.ask(ADA, RATE, { input: { ...input, score: 9 } });

    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('needs a customer', async () => {
    await world.hearsDelivered();
    const codeFor = async (viewer: Viewer) => (await world.ask(viewer, RATE, { input })).errors[0].extensions.code;

    expect(await codeFor(NOBODY)).toBe('UNAUTHENTICATED');
    expect(await codeFor({ ...ADA, roles: ['COURIER'] })).toBe('FORBIDDEN');
    expect(await world.db.rating.count()).toBe(0);
  });

  it('sums up a page of businesses in one statement', async () => {
    await world.hearsDelivered();
    await world.ask(ADA, RATE, { input });
    const refs = ['biz_bistro', ...Array.from({ length: 99 }, (_, n) => `biz_${n}`)].map((id) => ({
      __typename: 'Business',
      id,
    }));

    const { result, statements } = await countStatements(() => entities(NOBODY, refs));

    expect(statements).toHaveLength(1);
    expect(result.data._entities.slice(0, 2)).toEqual([
      { rating: { average: 4, count: 1 } },
      { rating: { average: null, count: 0 } },
    ]);
    expect(result.data._entities).toHaveLength(100);
  });

  it('keeps the ratings of a courier apart from those of a business with the same id', async () => {
    await world.hearsDelivered({ courierId: 'biz_bistro' });
    await world.ask(ADA, RATE, { input });

    expect(await entities(BOB, [{ __typename: 'Courier', id: 'biz_bistro' }])).toEqual({
      data: { _entities: [{ rating: { average: null, count: 0 } }] },
    });
  });

  it('shows a single rating to its author and to admins only', async () => {
    await world.hearsDelivered();
    const { data } = await world.ask(ADA, RATE, { input });
    const refs = [{ __typename: 'Rating', id: data.ratingCreate.rating.id }];
    const rating = { score: 4, review: 'Good.' };

    expect((await entities(ADA, refs)).data._entities).toEqual([rating]);
    expect((await entities(ADMIN, refs)).data._entities).toEqual([rating]);
    for (const stranger of [BOB, NOBODY]) expect((await entities(stranger, refs)).data._entities).toEqual([null]);
  });

  it('takes no operator for a key', async () => {
    await world.hearsDelivered();
    await world.ask(ADA, RATE, { input });
    const keys = [{ not: '' }, { contains: 'rat' }, ['biz_bistro'], 7, null, '', 'x\0', 'x'.repeat(65)];

    for (const __typename of ['Rating', 'Business', 'Courier']) {
      const { data } = await entities(
        ADMIN,
        keys.map((id) => ({ __typename, id })),
      );
      expect(data._entities).toEqual(keys.map(() => null));
    }
  });
});
