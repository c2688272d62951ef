import type { ObjectResolvers } from '@app/kernel/graphql';
import { toMoney } from '@app/kernel/money';
import type { WalletRow } from '../db.ts';
import type { Wallet as WalletGql, WalletResolvers } from '../generated/graphql.ts';
import { walletStatement } from '../reads/pages.ts';

export const Wallet: ObjectResolvers<WalletResolvers, WalletGql, WalletRow> = {
  balance: ({ balanceMinor, currency }) => toMoney(balanceMinor, currency),
  statement: (wallet, args, { db }) => walletStatement(db, wallet, args),
};
