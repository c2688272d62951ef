import type { ObjectResolvers } from '@app/kernel/graphql';
import type { CommissionRuleRow } from '../db.ts';
import { EVERY_BUSINESS } from '../domain/sale.ts';
import type { CommissionRule as CommissionRuleGql, CommissionRuleResolvers } from '../generated/graphql.ts';

export const CommissionRule: ObjectResolvers<CommissionRuleResolvers, CommissionRuleGql, CommissionRuleRow> = {
  businessId: ({ businessId }) => (businessId === EVERY_BUSINESS ? null : businessId),
};
