import { userErrors } from '@app/kernel/graphql';
import type { Result } from '@app/kernel/result';

import type { Held, HoldRefusal, HoldStock, TooMuch } from '../commands/hold-stock.ts';
import { tellRefusal } from '../commands/tell-refusal.ts';
import type { Context } from '../context.ts';
import { countAnswer } from '../figures.ts';
import { hold as decide } from '../flows/hold.ts';

type Answer = Result<Held, HoldRefusal>;

/** Holds, and counts a refusal as a conflict. The refusal stands also when it cannot be told. */
export async function hold(ctx: Context, wish: HoldStock['wish']): Promise<Answer> {
  const result = await decide(ctx, { wish, terms: ctx.terms });
  countAnswer(result);
  if (isTooMuch(result)) {
    const { orderId, customerId } = wish;
    const refusal = { orderId, customerId, reason: result.code, itemIds: result.shortItemIds };
    await ctx.run(tellRefusal, refusal).catch((error: unknown) => {
      ctx.log.warn({ err: error, orderId }, 'a refused hold could not be told');
    });
  }
  return result;
}

/** The answer as a payload. */
export const held = (result: Answer) => ({
  expiresAt: result.ok ? result.value.expiresAt : null,
  userErrors: userErrors(result),
  shortItemIds: isTooMuch(result) ? [...result.shortItemIds] : [],
});

const isTooMuch = (result: Answer): result is TooMuch =>
  !result.ok && (result.code === 'OUT_OF_STOCK' || result.code === 'HOLD_LIMIT');
