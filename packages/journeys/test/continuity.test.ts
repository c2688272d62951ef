import { short } from '../src/continuity/plan.ts';
import { runContinuity } from '../src/continuity/run.ts';

it('whatever is cut, killed and emptied, clients hear every step once and in order', async () => {
  const { verdict, steps, connections } = await runContinuity(short);
  expect(steps).toBe(short.steps + short.orders);
  expect(connections).toBeGreaterThan(short.clients * 2);
  const { heard, moves, ...wrong } = verdict;
  expect(moves).toBeGreaterThan(0);
  expect(wrong).toEqual({ missed: 0, repeated: 0, outOfOrder: 0, misplaced: 0, refused: 0, deaf: 0 });
  expect(heard).toBeGreaterThanOrEqual((steps / short.orders) * short.clients);
}, 300_000);
