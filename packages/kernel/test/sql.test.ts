import { alone, type Direct, openDirect, TransactionTooLong } from '../src/sql.ts';
import { system } from '../src/viewer.ts';
import { run, transact, type Work } from '../src/work.ts';
import { openWorld } from './support/world.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let direct: Direct;
beforeEach(async () => {
  world = await openWorld();
  direct = openDirect(world.pool);
});
afterEach(() => world.close());

const viewer = system('ratings');
const deadlines = async () =>
  (await direct.$queryRaw<{ subject: string }[]>`SELECT "subject" FROM "Deadline" ORDER BY "subject"`).map(
    ({ subject }) => subject,
  );
const remember = async (work: Work, subject: string) =>
  work.tx
    .$executeRaw`INSERT INTO "Deadline" ("kind", "subject", "dueAt", "payload") VALUES ('k', ${subject}, ${work.now}, '{}')`;

describe('a database without Prisma', () => {
  it('takes and gives values as Prisma does', async () => {
    const at = new Date('2026-01-02T03:04:05.678Z');
    const [row] = await direct.$queryRaw<object[]>`
      SELECT ${9_007_199_254_740_993n}::bigint AS big, ${7}::int AS small, ${at}::timestamptz AS at, ${at}::timestamp AS plain,
        ${['a', 'b,"c"']}::text[] AS list, ${null}::text AS nothing, ${'{"a":[1]}'}::jsonb AS json, ${true}::boolean AS yes`;
    expect(row).toEqual({
      big: 9_007_199_254_740_993n,
      small: 7,
      at,
      plain: at,
      list: ['a', 'b,"c"'],
      nothing: null,
      json: { a: [1] },
      yes: true,
    });
  });

  it('commits what a unit of work wrote, and nothing of one that failed or refused', async () => {
    await transact({ db: direct, viewer }, (work) => remember(work, 'kept'));
    const failing = transact({ db: direct, viewer }, async (work) => {
      await remember(work, 'lost');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const refused = await run(
      { db: direct, viewer },
      async (work: Work) => {
        await remember(work, 'refused');
        return { ok: false as const, code: 'NO' as const, message: '' };
      },
      null,
    );
    expect(refused.ok).toBe(false);
    expect(await deadlines()).toEqual(['kept']);
  });

  it('starts over when the database says that another one was first', async () => {
    let attempts = 0;
    await transact({ db: direct, viewer }, async (work) => {
      attempts += 1;
      await remember(work, `attempt ${attempts}`);
      if (attempts === 1)
        await work.tx.$executeRaw`DO $$ BEGIN RAISE EXCEPTION 'first' USING ERRCODE = '40001'; END $$`;
    });
    expect(await deadlines()).toEqual(['attempt 2']);
  });

  it('says so when a statement failed that nobody looked at', async () => {
    const careless = transact({ db: direct, viewer }, async (work) => {
      await remember(work, 'lost');
      await Promise.resolve(work.tx.$executeRaw`SELECT 1 / 0`).catch(() => {});
    });
    await expect(careless).rejects.toThrow('had failed before it was committed');
    expect(await deadlines()).toEqual([]);
  });

  it('gives up a transaction that takes too long, and leaves nothing of it', async () => {
    const slow = direct.$transaction(
      async (tx) => {
        await tx.$executeRaw`INSERT INTO "Deadline" ("kind", "subject", "dueAt", "payload") VALUES ('k', 'slow', now(), '{}')`;
        await tx.$queryRaw`SELECT pg_sleep(0.5)::text`;
      },
      { timeout: 100 },
    );
    await expect(slow).rejects.toBeInstanceOf(TransactionTooLong);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await deadlines()).toEqual([]);
    expect(await direct.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  });
});

describe('a unit of work of one statement', () => {
  const once = async (work: Work, kept: boolean) => {
    work.schedule('k', 'told', new Date(work.now.getTime() + 60_000));
    return work.tx.$queryRaw`
      WITH kept AS (
        INSERT INTO "Deadline" ("kind", "subject", "dueAt", "payload")
        SELECT 'k', 'kept', ${work.now}::timestamptz, '{}' WHERE ${kept} RETURNING "subject"),
      ${work.telling('kept')}
      SELECT count(*)::int AS "kept" FROM kept`;
  };

  it('tells what it tells with what it writes, or neither', async () => {
    await transact({ db: alone(direct), viewer }, (work) => once(work, false));
    expect(await deadlines()).toEqual([]);
    await transact({ db: alone(direct), viewer }, (work) => once(work, true));
    expect(await deadlines()).toEqual(['kept', 'told']);
  });

  it('has no second one, and so nothing that is told by itself', async () => {
    const two = transact({ db: alone(direct), viewer }, async (work) => {
      await work.tx.$queryRaw`SELECT 1`;
      work.schedule('k', 'late', work.now);
    });
    await expect(two).rejects.toThrow('has one statement, and this is its second');
    expect(await deadlines()).toEqual([]);
  });
});
