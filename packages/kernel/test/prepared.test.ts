import type { Pool } from 'pg';
import { openPool, prismaAdapter } from '../src/db.ts';
import { type Direct, openDirect } from '../src/sql.ts';
import { barrier } from '../src/testing/barrier.ts';
import { system } from '../src/viewer.ts';
import { transact } from '../src/work.ts';

const POSTGRES = `${process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:54329'}/ratings_test_${process.env.JEST_WORKER_ID ?? 1}`;
const SIZE = 3;
const SQL = 'SELECT * FROM "Migrated" ORDER BY "n"';

describe('a migration under a running pool', () => {
  const migrating = openPool('ratings', POSTGRES, 1);
  let pool: Pool;
  let direct: Direct;
  let version = 0;
  const migrate = async () => {
    version += 1;
    await migrating.query(`ALTER TABLE "Migrated" ADD COLUMN "v${version}" int NOT NULL DEFAULT ${version}`);
  };
  const read = async (on: Pick<Direct, '$queryRaw'> = direct) =>
    on.$queryRaw<Record<string, number>[]>`SELECT * FROM "Migrated" ORDER BY "n"`;
  const newest = (row: Record<string, number> | undefined) => row?.[`v${version}`];

  beforeEach(async () => {
    pool = openPool('ratings', POSTGRES, SIZE);
    direct = openDirect(pool);
    version = 0;
    await migrating.query('DROP TABLE IF EXISTS "Migrated"');
    await migrating.query('CREATE TABLE "Migrated" ("n" int NOT NULL)');
    await migrating.query('INSERT INTO "Migrated" VALUES (1)');
    // Every connection has the statement prepared.
    const all = barrier(SIZE);
    const reading = () => direct.$transaction((tx) => all().then(() => read(tx)));
    await Promise.all(Array.from({ length: SIZE }, reading));
  });
  afterEach(() => pool.end());
  afterAll(async () => {
    await migrating.query('DROP TABLE "Migrated"');
    await migrating.end();
  });

  it('is not felt by statements that are transactions of their own, on any connection', async () => {
    for (let round = 0; round < 3; round++) {
      await migrate();
      const answers = await Promise.all(Array.from({ length: 2 * SIZE }, () => read()));
      expect(answers.map(([row]) => newest(row))).toEqual(answers.map(() => version));
    }
  });

  it('has a unit of work begin anew, and its writes are there once', async () => {
    let attempts = 0;
    await migrate();
    await transact({ db: direct, viewer: system('ratings') }, async ({ tx }) => {
      attempts += 1;
      await tx.$executeRaw`INSERT INTO "Migrated" ("n") VALUES (${attempts + 1})`;
      await read(tx);
    });
    expect([attempts, (await read()).map(({ n }) => n)]).toEqual([2, [1, 3]]);
  });

  it('leaves no connection behind that says no for good', async () => {
    await migrate();
    const [first] = await Promise.allSettled([direct.$transaction((tx) => read(tx))]);
    expect(first).toMatchObject({ status: 'rejected', reason: { code: '0A000' } });
    const all = barrier(SIZE);
    const reading = () => direct.$transaction((tx) => all().then(() => read(tx)));
    const answers = await Promise.all(Array.from({ length: SIZE }, reading));
    expect(answers.map(([row]) => newest(row))).toEqual([1, 1, 1]);
  });

  it("is not felt by Prisma's statements either; its transactions are told once", async () => {
    const adapter = await prismaAdapter(pool).connect();
    const query = { sql: SQL, args: [], argTypes: [] };
    const inTransaction = async () => {
      const tx = await adapter.startTransaction();
      const end = async (sql: string) => {
        await tx.executeRaw({ sql, args: [], argTypes: [] });
        await (sql === 'COMMIT' ? tx.commit() : tx.rollback());
      };
      return tx.queryRaw(query).then(
        ({ columnNames }) => end('COMMIT').then(() => columnNames),
        (error: Error) => end('ROLLBACK').then(() => error.message),
      );
    };
    expect(await inTransaction()).toEqual(['n']);
    await migrate();
    expect((await adapter.queryRaw(query)).columnNames).toEqual(['n', 'v1']);
    await migrate();
    expect(await inTransaction()).toContain('cached plan');
    expect(await inTransaction()).toEqual(['n', 'v1', 'v2']);
  });

  it('may go on for a while: nobody who reads and writes meanwhile is told no', async () => {
    const rounds = Array.from({ length: 2 * SIZE }, () => 0);
    let migrated = false;
    const working = rounds.map(async (_, worker) => {
      for (; !migrated; rounds[worker] = (rounds[worker] ?? 0) + 1) {
        await read();
        await transact({ db: direct, viewer: system('ratings') }, async ({ tx }) => {
          await tx.$executeRaw`INSERT INTO "Migrated" ("n") VALUES (${100 + worker})`;
          await read(tx);
        });
      }
    });
    const everyoneWentOn = async () => {
      const before = [...rounds];
      while (rounds.some((each, worker) => each === before[worker])) await new Promise(setImmediate);
    };
    const migrations = async () => {
      for (let round = 0; round < 8; round++) await migrate().then(everyoneWentOn);
      migrated = true;
    };
    await Promise.all([migrations(), ...working]);
    const rows = await read();
    expect(rows).toHaveLength(1 + rounds.reduce((sum, each) => sum + each));
    expect(rows.map(newest)).toEqual(rows.map(() => 8));
  }, 60_000);
});
