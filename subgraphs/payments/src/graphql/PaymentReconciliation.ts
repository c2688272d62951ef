import type { ObjectResolvers } from '@app/kernel/graphql';
import type { ReconciliationRow } from '../db.ts';
import { providerLabel } from '../domain/offer.ts';
import type { PaymentReconciliation as Gql, PaymentReconciliationResolvers } from '../generated/graphql.ts';
import { listDifferences } from '../reads/reconciliation.list.ts';

export const PaymentReconciliation: ObjectResolvers<PaymentReconciliationResolvers, Gql, ReconciliationRow> = {
  provider: ({ provider }) => providerLabel(provider),
  from: ({ periodFrom }) => periodFrom,
  to: ({ periodTo }) => periodTo,
  differences: ({ id }, args, { db }) => listDifferences(db, id, args),
};
