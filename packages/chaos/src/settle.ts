import { type Domain, domains } from '@app/stack/domains';
import { allHeard } from './invariants/events.ts';
import type { Rooms } from './invariants/rooms.ts';
import { pause } from './pause.ts';
import type { World } from './world/world.ts';

/** What must have come to rest, in each domain: how many rows have not. */
const OPEN: readonly (readonly [Domain, string, string])[] = [
  ['orders', 'checkouts under way', `SELECT count(*) FROM "Checkout" WHERE "state" = 'STARTED'`],
  ['orders', 'orders waiting for money', `SELECT count(*) FROM "Order" WHERE "status" = 'PENDING'`],
  ['orders', 'parts waiting for their kitchen', `SELECT count(*) FROM "SellerOrder" WHERE "status" = 'PLACED'`],
  ['orders', 'deadlines', `SELECT count(*) FROM "Deadline" WHERE "kind" <> 'orders.expire-cart'`],
  ['inventory', 'holds', `SELECT count(*) FROM "Hold" WHERE "state" = 'ACTIVE'`],
  [
    'payments',
    'deadlines',
    `SELECT count(*) FROM "Deadline" WHERE "kind" IN
     ('payments.settle-session', 'payments.send-refund', 'payments.apply-webhook')`,
  ],
  ['payments', 'refunds', `SELECT count(*) FROM "Refund" WHERE "state" = 'PENDING'`],
  ['payments', 'webhooks', `SELECT count(*) FROM "WebhookEvent" WHERE "appliedAt" IS NULL`],
];

async function whatIsOpen(world: World, rooms: Rooms): Promise<string[]> {
  const open: string[] = [];
  for (const [domain, what, sql] of OPEN) {
    const [row] = await rooms.query<{ count: string }>(domain, sql);
    if (row && row.count !== '0') open.push(`${row.count} ${what} in ${domain}`);
  }
  for (const domain of domains) {
    const [row] = await rooms.query<{ count: string }>(
      domain,
      `SELECT count(*) FROM "OutboxEvent" WHERE "publishedAt" IS NULL`,
    );
    if (row && row.count !== '0') open.push(`${row.count} untold in ${domain}`);
    open.push(...(await unheard(world, domain)));
  }
  // A domain that is not back yet has no group in a stream that Redis forgot: nothing there tells that it has to hear anything.
  return open.length > 0 ? open : allHeard(rooms);
}

/** Entries of a domain's stream that some group has not read or not finished. */
async function unheard({ redis }: World, domain: Domain): Promise<string[]> {
  const stream = `events:${domain}`;
  if ((await redis.client.exists(stream)) === 0) return [];
  const groups = (await redis.client.xinfo('GROUPS', stream)) as (string | number | null)[][];
  return groups.flatMap((group) => {
    const field = (name: string) => group[group.indexOf(name) + 1];
    const left = Number(field('pending')) + Number(field('lag') ?? 0);
    return left > 0 ? [`${left} of ${domain} unheard by ${field('name')}`] : [];
  });
}

/** What was tried in vain while everything was broken is due again at once, as an operator would ask for. */
async function hurry(rooms: Rooms): Promise<void> {
  for (const domain of domains) {
    await rooms.query(
      domain,
      `UPDATE "Deadline" SET "dueAt" = now() WHERE "attempts" > 0 AND "dueAt" > now() + interval '5 seconds'`,
    );
    await rooms.query(domain, `UPDATE "DeadLetter" SET "replayedAt" = now() WHERE "replayedAt" IS NULL`);
  }
}

/** Waits until nothing is under way any more, twice in a row; answers with what still is when the time is over. */
export async function settle(world: World, rooms: Rooms, withinMs: number): Promise<string[]> {
  const end = Date.now() + withinMs;
  let calm = 0;
  let open: string[] = [];
  for (let look = 0; calm < 3; look++) {
    if (look % 20 === 0) await hurry(rooms).catch(() => undefined);
    open = await whatIsOpen(world, rooms).catch((error: unknown) => [String(error)]);
    calm = open.length === 0 ? calm + 1 : 0;
    if (Date.now() > end) return open;
    await pause(400);
  }
  return [];
}
