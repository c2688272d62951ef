import { captured, fill } from './support/acts.ts';
import { ADA } from './support/identities.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

/** One statement, so one transaction: both parts of a tampering at once. */
const says = (sql: string) => world.pool.query(sql);
const entry = (kind: string, subject: string, lines: string) => `
  WITH entry AS (
    INSERT INTO "LedgerEntry" ("id", "kind", "subject", "bookedAt") VALUES ('led_forged', '${kind}', ${subject}, now())
  )
  INSERT INTO "LedgerLine" ("entryId", "position", "accountId", "currency", "amountMinor") VALUES ${lines}`;
const wallet = `'CUSTOMER_WALLET:usr_ada:EUR', 'EUR'`;
const provider = `'PROVIDER_CLEARING:sandbox:EUR', 'EUR'`;

describe('the balance of an account', () => {
  it('is the sum of its lines, by the database itself', async () => {
    await fill(world, ADA.id, '10.00');
    await fill(world, ADA.id, '2.50');
    expect(await world.db.ledgerBalance.findMany()).toEqual([
      {
        accountId: 'CUSTOMER_WALLET:usr_ada:EUR',
        kind: 'CUSTOMER_WALLET',
        ownerId: 'usr_ada',
        currency: 'EUR',
        balanceMinor: 1_250n,
      },
    ]);
  });

  it.each([
    ['raises it', `UPDATE "LedgerBalance" SET "balanceMinor" = 5000`],
    ['removes it', `DELETE FROM "LedgerBalance"`],
    [
      'adds one',
      `INSERT INTO "LedgerBalance" VALUES ('CUSTOMER_WALLET:usr_bob:EUR', 'CUSTOMER_WALLET', 'usr_bob', 'EUR', 1)`,
    ],
  ])('is nobody else’s to write: who %s is refused', async (_how, sql) => {
    await fill(world, ADA.id, '10.00');
    await expect(says(sql)).rejects.toThrow('append-only');
  });

  it.each([
    ['a wallet that says more than is booked', `UPDATE "Wallet" SET "balanceMinor" = 1001`, '1001 but 1000 are booked'],
    [
      'lines that the wallet knows nothing of',
      entry('TOP_UP', 'NULL', `('led_forged', 1, ${wallet}, 500), ('led_forged', 2, ${provider}, -500)`),
      '1000 but 1500 are booked',
    ],
    [
      'lines that take more than there is',
      entry('TOP_UP', 'NULL', `('led_forged', 1, ${wallet}, -1001), ('led_forged', 2, ${provider}, 1001)`),
      'LedgerBalance_owned_check',
    ],
  ])('does not commit %s', async (_what, sql, why) => {
    await fill(world, ADA.id, '10.00');
    await expect(says(sql)).rejects.toThrow(why);
    expect(await world.balance(ADA.id)).toBe(1_000n);
  });

  it('is not kept where all payments would wait for it', async () => {
    await captured(world);
    expect(await world.db.ledgerBalance.count()).toBe(0);
  });
});

describe('what happens once', () => {
  it('is booked once: a second capture of the same payment does not commit', async () => {
    const { id } = await fill(world, ADA.id, '10.00');
    const again = entry(
      'TOP_UP',
      `'${id}'`,
      `('led_forged', 1, ${wallet}, 1000), ('led_forged', 2, ${provider}, -1000)`,
    );
    await expect(says(again)).rejects.toThrow('LedgerEntry_kind_subject_key');
  });
});
