import { expect, it } from '@jest/globals';
import { SHORT } from '../src/arguments.ts';
import { reportOf } from '../src/report.ts';
import { held, runChaos } from '../src/run.ts';

it('holds every invariant after kills, cut wires and wrong clocks: the short form of npm run chaos', async () => {
  const outcome = await runChaos(SHORT, () => undefined);
  // The whole report, should anything be broken.
  expect(held(outcome) ? 'held' : reportOf(outcome)).toBe('held');
  expect(outcome.journal.ordered.size).toBeGreaterThan(0);
  expect(outcome.kills).toBeGreaterThan(0);
}, 400_000);
