import { countStatements } from '@app/kernel/testing';
import { Prisma } from '../src/generated/prisma/client.ts';
import { nearby } from '../src/reads/nearby.ts';
import { CENTRE, NOON, openWorld } from './support/world.ts';

const world = openWorld();
const COUNT = 50_000;

/** Fifty thousand in a spiral of some 110 km around the centre: most of them inside of the largest circle. Every third one is closed. */
beforeAll(async () => {
  await world.reset();
  await world.db.$executeRaw`
    INSERT INTO "Business" ("id", "type", "name", "status", "alwaysOpen", "timezone", "latitude", "longitude",
                            "currency", "taxBasisPoints", "deliveryFeeMinor", "createdAt")
    SELECT 'biz_' || n, 'RESTAURANT', 'B' || n, 'ACTIVE', n % 3 <> 0, 'Europe/Berlin',
           52.52 + sin(n * 2.4) * sqrt(n) / 450, 13.405 + cos(n * 2.4) * sqrt(n) / 280, 'EUR', 700, 190, now()
    FROM generate_series(1, ${COUNT}::int) n`;
  await world.db.$executeRaw`ANALYZE "Business"`;
}, 60_000);
afterAll(async () => {
  await world.reset();
  await world.close();
});

interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}
const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)];

/** What PostgreSQL does for the very statement that `nearby` sends. */
async function planOf(question: Parameters<typeof nearby>[1]): Promise<Plan[]> {
  let sent: Prisma.Sql | undefined;
  const spy = new Proxy(world.db, {
    get: (db, key) =>
      key === '$queryRaw'
        ? (strings: TemplateStringsArray, ...values: never[]) => {
            sent = Prisma.sql(strings, ...values);
            return db.$queryRaw(strings, ...values);
          }
        : Reflect.get(db, key),
  });
  await nearby(spy, question, NOON);
  const explain = Prisma.sql`EXPLAIN (ANALYZE, FORMAT JSON) ${sent ?? Prisma.empty}`;
  const [row] = await world.db.$queryRaw<{ 'QUERY PLAN': [{ Plan: Plan }] }[]>(explain);
  return row ? flat(row['QUERY PLAN'][0].Plan) : [];
}

describe('with 50,000 businesses', () => {
  const walk = (plans: Plan[]) => plans.find((plan) => plan['Index Name'] === 'Business_nearest_idx');

  it.each([
    ['five kilometres', 5_000],
    ['fifty kilometres, which hold most of them', 50_000],
  ])('a page within %s walks the index and looks at hardly more than it shows', async (_what, radiusMeters) => {
    const plans = await planOf({ near: CENTRE, radiusMeters });

    expect(plans.map((plan) => plan['Node Type'])).not.toContain('Seq Scan');
    const scan = walk(plans);
    expect(scan).toMatchObject({ 'Node Type': 'Index Scan' });
    // 21 open ones are wanted; a third of those on the way are closed.
    expect((scan?.['Actual Rows'] ?? 0) + (scan?.['Rows Removed by Filter'] ?? 0)).toBeLessThan(50);
  });

  it('a place with nobody around is answered without looking at all of them', async () => {
    const plans = await planOf({ near: { latitude: 48.14, longitude: 11.58 }, radiusMeters: 50_000 });

    expect(plans.map((plan) => plan['Node Type'])).not.toContain('Seq Scan');
    expect(walk(plans)).toMatchObject({ 'Actual Rows': 0 });
    expect(walk(plans)?.['Rows Removed by Filter'] ?? 0).toBe(0);
  });

  it('a page is one statement', async () => {
    const { result, statements } = await countStatements(() => nearby(world.db, { near: CENTRE }, NOON));
    expect(result.edges).toHaveLength(20);
    expect(statements).toHaveLength(1);
  });
});
