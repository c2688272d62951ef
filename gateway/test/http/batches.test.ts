import { GraphQLError } from 'graphql';
import { openTestFront, verdictOf } from './front.ts';

const RATE_LIMITED = new GraphQLError('slow down', { extensions: { code: 'RATE_LIMITED', retryAfter: 7 } });

it('are answered in order, each for itself, and each counts', async () => {
  const front = await openTestFront({
    limits: { LIMIT_BATCH: 3 },
    answer: async ({ query }) => {
      if (query === '{ slow }') await new Promise((resolve) => setTimeout(resolve, 50));
      if (query === '{ bad }') return { kind: 'refused', errors: [{ message: 'bad' }] };
      return { kind: 'answered', data: JSON.stringify({ query }), errors: [] };
    },
  });
  const response = await front.post([{ query: '{ slow }' }, { query: '{ bad }' }, { documentId: 'none' }]);
  expect([response.status, await response.json()]).toEqual([
    200,
    [
      { data: { query: '{ slow }' } },
      { errors: [{ message: 'bad' }] },
      { errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] },
    ],
  ]);
  expect(front.spent()).toBe(3);
  await front.close();
});

it('are refused whole when they are too long, empty, or one of them is nothing', async () => {
  const front = await openTestFront({ limits: { LIMIT_BATCH: 2 } });
  const codes = async (body: unknown) => verdictOf(await front.post(body));
  const one = { query: '{ a }' };
  expect(await codes([one, one, one])).toEqual({ status: 400, codes: ['OPERATION_TOO_LARGE'] });
  expect(await codes([])).toEqual({ status: 400, codes: ['BAD_REQUEST'] });
  expect(await codes([one, 7])).toEqual({ status: 400, codes: ['BAD_REQUEST'] });
  expect([front.asked, front.spent()]).toEqual([[], 0]);
  await front.close();
});

it('are refused whole, and nothing is run, when the budget does not reach to their end', async () => {
  let left = 1;
  const front = await openTestFront({
    limits: { LIMIT_BATCH: 2 },
    spend: async () => {
      left -= 1;
      if (left < 0) throw RATE_LIMITED;
    },
  });
  const response = await front.post([{ query: '{ a }' }, { query: '{ b }' }]);
  expect(response.headers.get('retry-after')).toBe('7');
  expect(await verdictOf(response)).toEqual({ status: 429, codes: ['RATE_LIMITED'] });
  expect(front.asked).toEqual([]);
  await front.close();
});
