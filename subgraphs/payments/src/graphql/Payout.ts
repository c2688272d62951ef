import type { ObjectResolvers } from '@app/kernel/graphql';
import { toMoney } from '@app/kernel/money';
import type { PayoutRow } from '../db.ts';
import type { Payout as PayoutGql, PayoutResolvers } from '../generated/graphql.ts';
import { payoutLines } from '../reads/pages.ts';

export const Payout: ObjectResolvers<PayoutResolvers, PayoutGql, PayoutRow> = {
  opening: ({ openingMinor, currency }) => toMoney(openingMinor, currency),
  sales: ({ salesMinor, currency }) => toMoney(salesMinor, currency),
  commission: ({ commissionMinor, currency }) => toMoney(commissionMinor, currency),
  fees: ({ feesMinor, currency }) => toMoney(feesMinor, currency),
  tips: ({ tipsMinor, currency }) => toMoney(tipsMinor, currency),
  refunds: ({ refundsMinor, currency }) => toMoney(refundsMinor, currency),
  cash: ({ cashMinor, currency }) => toMoney(cashMinor, currency),
  net: ({ netMinor, currency }) => toMoney(netMinor, currency),
  payable: ({ payableMinor, currency }) => toMoney(payableMinor, currency),
  lines: (payout, args, { db }) => payoutLines(db, payout, args),
};
