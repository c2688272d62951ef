import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { startSweeping } from '../src/sweeping.ts';

it('sweeps again after a failure, one turn at a time, and ends when nothing is under way', async () => {
  const log = { warn: jest.fn() } as never as Parameters<typeof startSweeping>[0]['log'];
  const seen: string[] = [];
  let turns = 0;
  const stop = startSweeping({
    everyMs: 5,
    log,
    first: async () => {
      await sleep(40);
      seen.push('first');
    },
    sweep: async () => {
      seen.push('begun');
      await sleep(10);
      seen.push('done');
      if (++turns === 1) throw new Error('not now');
    },
  });
  while (turns < 3) await sleep(5);
  await stop();
  expect(seen[0]).toBe('first');
  const rest = seen.slice(1);
  expect(rest).toEqual(rest.map((_, index) => (index % 2 === 0 ? 'begun' : 'done')));
  expect(rest.at(-1)).toBe('done');
  expect(log.warn).toHaveBeenCalledTimes(1);
  const { length } = seen;
  await sleep(30);
  expect(seen).toHaveLength(length);
});
