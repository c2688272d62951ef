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

/** Puts money into several wallets, in one order everywhere, so that two transactions never wait for each other. */
export async function creditWallets({ tx }: PaymentWork, holdings: readonly Holding[]): Promise<void> {
  const rows = holdings.map(({ customerId, currency, amountMinor }) => ({
    customerId,
    currency,
    minor: `${amountMinor}`,
  }));
  await tx.$executeRaw`
    INSERT INTO "Wallet" ("customerId", "currency", "balanceMinor")
    SELECT "customerId", currency, sum(minor)
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS row("customerId" text, currency text, minor bigint)
    GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT ("customerId", "currency") DO UPDATE SET "balanceMinor" = "Wallet"."balanceMinor" + EXCLUDED."balanceMinor"`;
}

/** Puts money into a wallet, opening it when it is the first. */
export async function creditWallet({ tx }: PaymentWork, { customerId, currency, amountMinor }: Holding): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "Wallet" ("customerId", "currency", "balanceMinor") VALUES (${customerId}, ${currency}, ${amountMinor})
    ON CONFLICT ("customerId", "currency") DO UPDATE SET "balanceMinor" = "Wallet"."balanceMinor" + EXCLUDED."balanceMinor"`;
}
