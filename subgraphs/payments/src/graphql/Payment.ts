import { keyText, type ObjectResolvers } from '@app/kernel/graphql';
import { toMoney } from '@app/kernel/money';
import type { PaymentRow } from '../db.ts';
import { providerLabel } from '../domain/offer.ts';
import { payUrlFor } from '../domain/payment.access.ts';
import type { Payment as PaymentGql, PaymentResolvers } from '../generated/graphql.ts';

export const Payment: ObjectResolvers<PaymentResolvers, PaymentGql, PaymentRow> = {
  __resolveReference: ({ id }, ctx) => {
    const key = keyText(id);
    return key ? ctx.reads.payment.load(key) : null;
  },
  provider: ({ method, provider }) => (method === 'ONLINE' && provider ? providerLabel(provider) : null),
  amount: ({ amountMinor, currency }) => toMoney(amountMinor, currency),
  refunded: ({ refundedMinor, currency }) => toMoney(refundedMinor, currency),
  url: (payment, _args, { viewer }) => payUrlFor(viewer, payment),
};
