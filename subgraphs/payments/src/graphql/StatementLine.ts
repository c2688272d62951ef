import type { ObjectResolvers } from '@app/kernel/graphql';
import { toMoney } from '@app/kernel/money';
import type { StatementLine as StatementLineGql, StatementLineResolvers } from '../generated/graphql.ts';
import type { LineRow } from '../reads/pages.ts';

/** Kinds whose subject is a part of an order. */
const OF_A_PART = ['SALE', 'COMMISSION', 'DELIVERY_FEE', 'TIP', 'CASH', 'CASH_NAMED'];

export const StatementLine: ObjectResolvers<StatementLineResolvers, StatementLineGql, LineRow> = {
  id: ({ entryId, position }) => `${entryId}.${position}`,
  kind: ({ kind }) => kind as never,
  amount: ({ amountMinor, currency }) => toMoney(amountMinor, currency),
  payment: ({ paymentId }, _args, { reads }) => (paymentId ? reads.payment.load(paymentId) : null),
  // The commission of a group purchase has its session for a subject, and no payment.
  sellerOrderId: ({ kind, subject, paymentId }) => (paymentId && OF_A_PART.includes(kind) ? subject : null),
};
