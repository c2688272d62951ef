import type { Result } from '@app/kernel/result';
import type { Context } from '../context.ts';
import type { RatingRow } from '../db.ts';
import { type CreateRating, createRating, type RatingRefusal } from './create-rating.ts';

const FIRST_PAUSE_MS = 25;

/**
 * Rates, and if the delivery is not known yet gives its news a moment to arrive: a client may rate within milliseconds
 * of the handover, the event has a relay and a stream to pass. No transaction is open while waiting.
 */
export async function rateWhenDelivered(
  { run, settings }: Pick<Context, 'run' | 'settings'>,
  input: CreateRating,
): Promise<Result<RatingRow, RatingRefusal>> {
  const giveUpAt = performance.now() + settings.patienceMs;
  for (let pause = FIRST_PAUSE_MS; ; pause *= 2) {
    const answer = await run(createRating, input);
    const left = giveUpAt - performance.now();
    if (answer.ok || answer.code !== 'NOT_DELIVERED' || left <= 0) return answer;
    await new Promise((resolve) => setTimeout(resolve, Math.min(pause, left)));
  }
}
