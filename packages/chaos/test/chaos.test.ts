import { expect, it } from '@jest/globals';
import { CHECKED, SHORT } from '../src/arguments.ts';
import { reportOf } from '../src/report.ts';
import { held, runChaos } from '../src/run.ts';

const PLAN = process.env.CI === 'true' ? CHECKED : SHORT;

it(`holds every invariant after ${PLAN.minutes * 60} seconds of kills, cut wires and wrong clocks`, async () => {
  const outcome = await runChaos(PLAN, () => undefined);
  // The whole report, should anything be broken.
  expect(held(outcome) ? 'held' : reportOf(outcome)).toBe('held');
  expect(outcome.journal.ordered.size).toBeGreaterThan(0);
  expect(outcome.kills).toBeGreaterThan(0);
}, 700_000);
