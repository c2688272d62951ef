import type { ReconciliationRow } from '../src/db.ts';
import { Prisma } from '../src/db.ts';
import { unmatched } from '../src/reads/booked.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
const DAYS = 200;
const A_DAY = 100;
const FIRST = new Date('2026-01-01T00:00:00Z');

/** Two hundred days with a hundred captures each. What a commit checks is proven elsewhere; here it would take a minute. */
beforeAll(async () => {
  world = await openWorld();
  await world.reset();
  const client = await world.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SET LOCAL session_replication_role = 'replica'`);
    await client.query(`INSERT INTO "LedgerAccount" ("id", "kind", "ownerId", "currency")
      VALUES ('PROVIDER_CLEARING:sandbox:EUR', 'PROVIDER_CLEARING', 'sandbox', 'EUR')`);
    await client.query(
      `INSERT INTO "Payment" ("id", "orderId", "customerId", "businessIds", "method", "status", "amountMinor", "openedMinor",
         "currency", "description", "createdAt", "provider", "providerReference", "capturedAt")
       SELECT 'pay_' || n, 'ord_' || n, 'usr_ada', '{}', 'ONLINE', 'PAID', 100, 100, 'EUR', 'n', now(), 'sandbox', 'ses_' || n, now()
       FROM generate_series(1, $1::int) n`,
      [DAYS * A_DAY],
    );
    await client.query(
      `INSERT INTO "LedgerEntry" ("id", "kind", "subject", "paymentId", "bookedAt")
       SELECT 'led_' || to_char(n, 'FM000000'), 'CAPTURE', 'pay_' || n, 'pay_' || n,
         $2::timestamptz + make_interval(days => n / ${A_DAY}) FROM generate_series(1, $1::int) n`,
      [DAYS * A_DAY, FIRST],
    );
    await client.query(
      `INSERT INTO "LedgerLine" ("entryId", "position", "accountId", "currency", "amountMinor")
       SELECT 'led_' || to_char(n, 'FM000000'), 0, 'PROVIDER_CLEARING:sandbox:EUR', 'EUR', -100 FROM generate_series(1, $1::int) n`,
      [DAYS * A_DAY],
    );
    await client.query('COMMIT');
  } finally {
    client.release();
  }
  await world.pool.query('ANALYZE');
}, 120_000);
afterAll(async () => {
  await world.reset();
  await world.close();
});

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}
const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)];

/** The comparison of one day, as far as it has come. */
const dayOf = (n: number): ReconciliationRow => {
  const periodFrom = new Date(FIRST.getTime() + n * 86_400_000);
  const periodTo = new Date(periodFrom.getTime() + 86_400_000);
  const rest = { requestKey: 'r', compared: 0, cursor: null, startedAt: FIRST, finishedAt: null };
  return { id: 'rec_1', provider: 'sandbox', step: 'OUR_PAYMENTS', periodFrom, periodTo, ...rest };
};

/** What PostgreSQL does for the very statement that a comparison sends. */
async function planOf(report: ReconciliationRow): Promise<Plan[]> {
  let sent = Prisma.empty;
  const $queryRaw = (strings: TemplateStringsArray, ...values: never[]) => {
    sent = Prisma.sql(strings, ...values);
    return Promise.resolve([]);
  };
  await unmatched({ $queryRaw } as never, report, 10);
  const [row] = await world.db.$queryRaw<{ 'QUERY PLAN': [{ Plan: Plan }] }[]>(
    Prisma.sql`EXPLAIN (ANALYZE, FORMAT JSON) ${sent}`,
  );
  return row ? flat(row['QUERY PLAN'][0].Plan) : [];
}

describe('with 20,000 entries in 200 days', () => {
  it('a comparison of one day finds those of that day', async () => {
    expect(await unmatched(world.db, dayOf(150), 10)).toMatchObject([{ ourId: 'pay_15000' }, ...Array(9).fill({})]);
  });

  it('and looks at hardly more than those', async () => {
    const plans = await planOf(dayOf(150));
    const scans = plans.filter((plan) => plan['Relation Name'] === 'LedgerEntry');
    const walks = plans.filter((plan) => plan['Index Name'] === 'LedgerEntry_bookedAt_idx');
    expect(scans.map((plan) => plan['Node Type'])).not.toContain('Seq Scan');
    expect(walks).toHaveLength(1);
    for (const plan of [...scans, ...walks])
      expect(plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)).toBeLessThanOrEqual(A_DAY);
  });
});
