import type { Mutant, TestCatcher } from '../src/mutants/mutant.ts';

const INVENTORY = 'subgraphs/inventory/src';
const inventory = (path: string, name?: string): TestCatcher => ({
  workspace: 'subgraphs/inventory',
  path: `test/${path}.test.ts`,
  ...(name && { name }),
});
const noLock = {
  file: `${INVENTORY}/commands/stock.rows.ts`,
  search: `        AND (SELECT pg_advisory_xact_lock(hashtextextended(\${customerId}, 0)) IS NOT NULL)
      ORDER BY "itemId" FOR UPDATE)`,
  replace: '      ORDER BY "itemId")',
};
const noCondition = {
  file: `${INVENTORY}/commands/promise.rows.ts`,
  search: ` AND level."onHand" - level."reserved" >= part."quantity"`,
  replace: '',
};
const noCheck = {
  file: 'prisma/inventory/migrations/0003_locations/migration.sql',
  search: `CHECK ("reserved" >= 0 AND "reserved" <= "onHand")`,
  replace: 'CHECK ("reserved" >= 0)',
};
const noSumCheck = {
  file: 'prisma/inventory/migrations/0002_init/migration.sql',
  search: `CHECK ("reserved" >= 0 AND "reserved" <= "onHand")`,
  replace: 'CHECK ("reserved" >= 0)',
};

/** Stock, each with one guard less. */
export const stockMutants: readonly Mutant[] = [
  {
    name: 'stock is read, then written',
    breaks: 'the last unit is sold to several',
    edits: [noLock, noCondition, noCheck, noSumCheck],
    caughtBy: inventory('races/demand'),
  },
  {
    name: 'no CHECK on promised stock',
    breaks: 'a writer that forgets the condition oversells',
    edits: [noCheck],
    caughtBy: inventory('track-item'),
  },
  {
    name: 'items locked in the order they come',
    breaks: 'two orders wait for each other in a circle',
    edits: [
      {
        file: `${INVENTORY}/commands/stock.rows.ts`,
        search: `        AND (SELECT pg_advisory_xact_lock(hashtextextended(\${customerId}, 0)) IS NOT NULL)
      ORDER BY "itemId" FOR UPDATE)`,
        replace: `        AND (SELECT pg_advisory_xact_lock(hashtextextended(\${customerId}, 0)) IS NOT NULL)
      ORDER BY array_position(\${itemIds}::text[], "itemId") FOR UPDATE)`,
      },
    ],
    caughtBy: inventory('races/order-of-locks'),
  },
  {
    name: 'lines of one item are not merged',
    breaks: 'one item on two lines is held once, or too much of it',
    edits: [
      {
        file: `${INVENTORY}/commands/hold-stock.ts`,
        search: 'const lines = mergeLines(read.data.lines);',
        replace: 'const lines = read.data.lines;',
      },
    ],
    caughtBy: inventory('hold-stock'),
  },
  {
    name: 'hold not released when its order is cancelled',
    breaks: 'units stay promised or sold to nobody',
    edits: [
      {
        file: `${INVENTORY}/commands/return-lines.ts`,
        search: `  await moveLines(work, promised, { name: 'release', reason: log });\n`,
        replace: '',
      },
    ],
    caughtBy: inventory('call-off', 'when a part of an order is called off'),
  },
  {
    name: 'expiry does not look at the state',
    breaks: 'a hold that was confirmed expires, and its units are sold again',
    edits: [
      {
        file: `${INVENTORY}/commands/expire-hold.ts`,
        search: `if (hold?.state !== 'ACTIVE') return ok('NOTHING');`,
        replace: `if (!hold) return ok('NOTHING');`,
      },
      {
        file: `${INVENTORY}/commands/expire-hold.ts`,
        search: `hold.lines.filter(({ state }) => state === 'ACTIVE')`,
        replace: `hold.lines`,
      },
      {
        file: `${INVENTORY}/commands/move-lines.ts`,
        search: ` AND "state" = \${from}::"HoldLineState"`,
        replace: ` AND \${from}::text IS NOT NULL`,
      },
    ],
    caughtBy: inventory('races/decisions'),
  },
  {
    name: 'a key is not remembered (stock)',
    breaks: 'a stock change that is sent twice is done twice',
    edits: [
      {
        file: `${INVENTORY}/commands/once.ts`,
        search: `if (earlier.requestHash === requestHash) return ok(earlier.answer as unknown as Answer);`,
        replace: `if (earlier.requestHash !== '') return null;`,
      },
      { file: `${INVENTORY}/commands/once.ts`, search: 'if (count === 0) throw', replace: 'if (count < 0) throw' },
    ],
    caughtBy: inventory('adjust-stock'),
  },
];
