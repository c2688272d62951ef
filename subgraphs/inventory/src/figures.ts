import { counterOf } from '@app/kernel/metrics';
import type { Result } from '@app/kernel/result';

const answers = counterOf(
  'inventory_hold_answers_total',
  'What orders that asked for stock were told: HELD, or the code of the refusal. OUT_OF_STOCK are the conflicts.',
  ['answer'],
);
const endings = counterOf('inventory_hold_endings_total', 'How promises ended: CONFIRMED, EXPIRED or LOST.', [
  'ending',
]);

const ENDINGS: readonly string[] = ['CONFIRMED', 'EXPIRED', 'LOST'];

/** Counts what an order that asked for stock was told. */
export const countAnswer = (result: Result<unknown>): void => answers.labels(result.ok ? 'HELD' : result.code).inc();

/** Counts the end of a promise, if this is one. A transaction that fails afterwards was counted too: exact are the events. */
export function countEnding(result: Result<string>): void {
  if (result.ok && ENDINGS.includes(result.value)) endings.labels(result.value).inc();
}
