import { readFileSync } from 'node:fs';
import { openPool } from '@app/kernel/db';

const NAME = `inventory_migration_${process.pid}`;
const script = (name: string) =>
  readFileSync(new URL(`../../../prisma/inventory/migrations/${name}/migration.sql`, import.meta.url), 'utf8');

const onServer = async (sql: string): Promise<void> => {
  const pool = openPool('inventory', `${process.env.TEST_POSTGRES_URL}/postgres`, 1);
  await pool.query(sql);
  await pool.end();
};

beforeAll(() => onServer(`CREATE DATABASE ${NAME}`));
afterAll(() => onServer(`DROP DATABASE ${NAME} WITH (FORCE)`));

it('moves what exists to one place for each business, to the last unit, and keeps the log closed', async () => {
  const client = openPool('inventory', `${process.env.TEST_POSTGRES_URL}/${NAME}`, 1);
  for (const name of ['0001_messaging', '0002_init']) await client.query(script(name));
  await client.query(`
    INSERT INTO "StockItem" VALUES ('burger', 'biz_a', true, 8, 2), ('soup', 'biz_a', false, 0, 0), ('pie', 'biz_b', true, 0, 0);
    INSERT INTO "Hold" ("orderId", "state", "createdAt") VALUES ('ord_1', 'ACTIVE', now()), ('ord_2', 'CONFIRMED', now());
    INSERT INTO "HoldLine" VALUES ('ord_1', 'burger', 2, 'ACTIVE'), ('ord_2', 'burger', 2, 'CONFIRMED');
    INSERT INTO "StockMovement" ("itemId", "kind", "delta", "reason", "orderId", "actor", "at") VALUES
      ('burger', 'INITIAL', 10, 'x', NULL, 'inventory', now()), ('burger', 'SOLD', -2, 'x', 'ord_2', 'inventory', now());`);

  await client.query(script('0003_locations'));

  const rows = async (sql: string) => (await client.query({ text: sql, rowMode: 'array' as const })).rows;
  expect(await rows(`SELECT "id", "businessId", "name" FROM "StockLocation" ORDER BY 1`)).toEqual([
    ['loc_biz_a', 'biz_a', 'Main'],
    ['loc_biz_b', 'biz_b', 'Main'],
  ]);
  expect(await rows(`SELECT "itemId", "locationId", "onHand", "reserved" FROM "StockLevel" ORDER BY 1`)).toEqual([
    ['burger', 'loc_biz_a', 8, 2],
    ['pie', 'loc_biz_b', 0, 0],
  ]);
  expect(await rows(`SELECT "itemId", "onHand", "reserved" FROM "StockItem" ORDER BY 1`)).toEqual([
    ['burger', 8, 2],
    ['pie', 0, 0],
    ['soup', 0, 0],
  ]);
  expect(await rows(`SELECT DISTINCT "locationId" FROM "HoldLine"`)).toEqual([['loc_biz_a']]);
  expect(await rows(`SELECT DISTINCT "locationId" FROM "StockMovement"`)).toEqual([['loc_biz_a']]);
  await expect(client.query(`UPDATE "StockMovement" SET "delta" = 1`)).rejects.toThrow('never changed');
  await client.end();
});
