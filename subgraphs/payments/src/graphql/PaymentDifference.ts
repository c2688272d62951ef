import type { ObjectResolvers } from '@app/kernel/graphql';
import { toMoney } from '@app/kernel/money';
import type { DifferenceRow } from '../db.ts';
import type { PaymentDifference as Gql, PaymentDifferenceResolvers } from '../generated/graphql.ts';

const money = (minor: bigint | null, currency: string | null) =>
  minor === null || currency === null ? null : toMoney(minor, currency);

export const PaymentDifference: ObjectResolvers<PaymentDifferenceResolvers, Gql, DifferenceRow> = {
  payment: ({ paymentId }, _args, { reads }) => (paymentId ? reads.payment.load(paymentId) : null),
  here: ({ hereMinor, hereCurrency }) => money(hereMinor, hereCurrency),
  there: ({ thereMinor, thereCurrency }) => money(thereMinor, thereCurrency),
};
