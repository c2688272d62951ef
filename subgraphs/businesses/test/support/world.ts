import { openPool } from '@app/kernel/db';
import { anonymous, type Viewer } from '@app/kernel/viewer';
import { graphql } from 'graphql';
import { contextFor } from '../../src/context.ts';
import { connect } from '../../src/db.ts';
import type { OpeningSpan } from '../../src/domain/opening.ts';
import type { Prisma } from '../../src/generated/prisma/client.ts';
import { recent } from '../../src/reads/recent.ts';
import { businessesSchema } from '../../src/subgraph.ts';

/** A Thursday in Berlin's winter. */
export const NOON = new Date('2026-01-01T11:00:00Z');
export const CENTRE = { latitude: 52.52, longitude: 13.405 };

type BusinessGiven = Partial<Omit<Prisma.BusinessUncheckedCreateInput, 'hours'>> & { hours?: readonly OpeningSpan[] };

/** One database, the verbs a test needs to arrange and inspect it, and nothing else. */
export function openWorld() {
  const pool = openPool('businesses', `${process.env.TEST_POSTGRES_URL}/businesses_test_${process.env.JEST_WORKER_ID}`);
  const db = connect(pool);
  return {
    db,
    pool,
    reset: () => db.$executeRaw`TRUNCATE "Business", "OutboxEvent", "InboxEvent" CASCADE`,
    async close() {
      await db.$disconnect();
      await pool.end();
    },
    /** Asks the schema as somebody, at an instant. */
    async ask(viewer: Viewer, source: string, variableValues: Record<string, unknown> = {}, now = NOON) {
      const contextValue = contextFor({ db, menus: recent(0), clock: () => now }, viewer);
      const result = await graphql({ schema: businessesSchema, source, variableValues, contextValue });
      // As plain JSON, the way a caller sees it.
      return JSON.parse(JSON.stringify(result));
    },
    business: ({ hours = [], ...given }: BusinessGiven & { id: string }) =>
      db.business.create({
        data: {
          type: 'RESTAURANT',
          name: given.id.toUpperCase(),
          status: 'ACTIVE',
          alwaysOpen: true,
          timezone: 'Europe/Berlin',
          ...CENTRE,
          currency: 'EUR',
          taxBasisPoints: 700,
          deliveryFeeMinor: 190n,
          createdAt: NOON,
          ...given,
          hours: { create: [...hours] },
        },
      }),
    item: (given: Partial<Prisma.MenuItemUncheckedCreateInput> & { id: string; businessId: string }) =>
      db.menuItem.create({ data: { name: given.id.toUpperCase(), priceMinor: 650n, position: 0, ...given } }),
    told: () =>
      db.outboxEvent.findMany({ orderBy: { position: 'asc' }, select: { type: true, subject: true, payload: true } }),
  };
}

export const NOBODY = anonymous('gateway');

/** Somebody of a business, as the gateway introduces them. */
export const memberOf = (...businessIds: string[]): Viewer => ({
  kind: 'user',
  id: 'ben',
  name: 'Ben',
  roles: ['BUSINESS'],
  businessIds,
  sessionId: 'ses_1',
  caller: 'gateway',
});

/** An admin. */
export const ADMIN: Viewer = { ...memberOf(), id: 'root', roles: ['ADMIN'] };
