import { newId } from '@app/kernel/ids';
import { ok, refuse } from '@app/kernel/result';
import type { PaymentCommand } from '../context.ts';
import type { CommissionRuleRow, Tx } from '../db.ts';
import { EVERY_BUSINESS } from '../domain/sale.ts';
import { answerBefore, rememberAnswer } from './ask-once.ts';
import { commissionInput, usable } from './inputs.settlement.ts';

/** The rule a sale at this moment goes by: the business's own newest one in force, else the one of every business. */
export async function commissionRuleAt(
  tx: Tx,
  businessId: string,
  at: Date,
): Promise<Pick<CommissionRuleRow, 'basisPoints'>> {
  const rules = await tx.commissionRule.findMany({
    where: { businessId: { in: [businessId, EVERY_BUSINESS] }, effectiveFrom: { lte: at } },
    orderBy: { effectiveFrom: 'desc' },
  });
  return rules.find((rule) => rule.businessId === businessId) ?? rules[0] ?? { basisPoints: 0 };
}

/** What an admin agrees with a business, or with all of them. */
export interface SetCommission {
  readonly businessId?: string | null | undefined;
  readonly basisPoints: number;
  readonly effectiveFrom: Date;
  readonly idempotencyKey: string;
}

type Refusals = 'INVALID_INPUT' | 'IDEMPOTENCY_CONFLICT' | 'RULE_EXISTS';

/** Agrees on a commission from a moment on that is not past: what was sold by then keeps the rule it was sold under. */
export const setCommission: PaymentCommand<SetCommission, CommissionRuleRow, Refusals> = async (work, input) => {
  const { tx, now, viewer } = work;
  const given = usable(commissionInput, input);
  if (!given.ok) return given;
  const { businessId, basisPoints, effectiveFrom, idempotencyKey: key } = given.value;
  const owner = businessId ?? EVERY_BUSINESS;
  const asking = {
    key,
    operation: 'commissionRuleSet',
    input: [owner, String(basisPoints), effectiveFrom.toISOString()],
  };
  const before = await answerBefore(work, asking);
  if (!before.ok) return before;
  if (before.value) return ok(await tx.commissionRule.findUniqueOrThrow({ where: { id: before.value } }));
  if (effectiveFrom < now)
    return refuse('INVALID_INPUT', 'A rule cannot begin in the past.', ['input', 'effectiveFrom']);

  const rule = {
    id: newId('crl'),
    businessId: owner,
    basisPoints,
    effectiveFrom,
    createdAt: now,
    createdBy: viewer.id,
  };
  const { count } = await tx.commissionRule.createMany({ data: [rule], skipDuplicates: true });
  if (count === 0) {
    // The same request at the same moment may have been first: then this one starts over and finds its answer.
    const again = await answerBefore(work, asking);
    if (again.ok && again.value) return ok(await tx.commissionRule.findUniqueOrThrow({ where: { id: again.value } }));
    return refuse('RULE_EXISTS', 'Another rule begins at that moment.', ['input', 'effectiveFrom']);
  }
  await rememberAnswer(work, asking, rule.id);
  return ok(rule);
};
