import type { PaymentWork } from '../context.ts';

interface Holding {
  readonly customerId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
}

/** Takes money out of a wallet if it is there: one statement, so that no two can take the same. Answers whether it was. */
export async function debitWallet(
  { tx }: PaymentWork,
  { customerId, currency, amountMinor }: Holding,
): Promise<boolean> {
  const { count } = await tx.wallet.updateMany({
    where: { customerId, currency, balanceMinor: { gte: amountMinor } },
    data: { balanceMinor: { decrement: amountMinor } },
  });
  return count === 1;
}

/** Puts money into a wallet, opening it when it is the first. */
export async function creditWallet({ tx }: PaymentWork, { customerId, currency, amountMinor }: Holding): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "Wallet" ("customerId", "currency", "balanceMinor") VALUES (${customerId}, ${currency}, ${amountMinor})
    ON CONFLICT ("customerId", "currency") DO UPDATE SET "balanceMinor" = "Wallet"."balanceMinor" + EXCLUDED."balanceMinor"`;
}
