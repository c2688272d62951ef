import type { Pool } from 'pg';
import { connect } from './db.ts';
import { accountId, platformAccounts } from './domain/accounts.ts';

const DEMO_CURRENCY = 'EUR';

/** Opens the platform's own ledger accounts in the demo currency. Repeatable. */
export async function seed(pool: Pool): Promise<void> {
  const db = connect(pool);
  const accounts = platformAccounts.map((account) => ({
    ...account,
    id: accountId(account, DEMO_CURRENCY),
    currency: DEMO_CURRENCY,
  }));
  await db.ledgerAccount.createMany({ data: accounts, skipDuplicates: true });
}
