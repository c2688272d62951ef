import type { Invariant } from './rooms.ts';
import { inDatabase } from './sql.ts';

const MOVES = `('PLACED','CONFIRMED'),('CONFIRMED','PREPARING'),('PREPARING','READY'),('PLACED','CANCELLED'),('CONFIRMED','CANCELLED'),
  ('CONFIRMED','DISPATCHED'),('PREPARING','DISPATCHED'),('READY','DISPATCHED'),('CONFIRMED','DELIVERED'),('PREPARING','DELIVERED'),
  ('READY','DELIVERED'),('DISPATCHED','DELIVERED')`;

/** An order moves as it may, once, and everybody who watches hears all of it (I6, I7, I15). */
export const orderInvariants: readonly Invariant[] = [
  inDatabase('I15', 'the step log of each order is 1, 2, 3 … without a gap', [
    'orders',
    `SELECT o."id" || ': last ' || o."lastSequence" || ', ' || count(step.*) || ' steps up to ' || coalesce(max(step."sequence"), 0) AS text
     FROM "Order" AS o LEFT JOIN "OrderStep" AS step ON step."orderId" = o."id"
     GROUP BY o."id" HAVING count(step.*) <> o."lastSequence" OR coalesce(max(step."sequence"), 0) <> o."lastSequence"`,
  ]),
  inDatabase('I7', 'no order and no part of one enters a state twice', [
    'orders',
    `SELECT "orderId" || ' ' || coalesce("sellerOrderId", '') || ' became ' || "toStatus" || ' ' || count(*) || ' times' AS text
     FROM "OrderHistory" GROUP BY "orderId", "sellerOrderId", "toStatus" HAVING count(*) > 1`,
  ]),
  inDatabase('I7', 'every change of state continues from the one before and ends where the order stands', [
    'orders',
    `WITH entry AS (
       SELECT history."orderId", history."sellerOrderId", history."fromStatus", history."toStatus" FROM "OrderHistory" AS history),
     standing AS (
       SELECT "id" AS "orderId", NULL::text AS "sellerOrderId", "status"::text FROM "Order"
       UNION ALL SELECT "orderId", "id", "status"::text FROM "SellerOrder")
     SELECT standing."orderId" || ' ' || coalesce(standing."sellerOrderId", '') || ' is ' || standing."status" || ', its history ends in '
       || coalesce(string_agg(entry."toStatus", '+'), 'nothing') AS text
     FROM standing LEFT JOIN entry ON entry."orderId" = standing."orderId"
       AND entry."sellerOrderId" IS NOT DISTINCT FROM standing."sellerOrderId"
       AND NOT EXISTS (SELECT FROM entry AS next WHERE next."orderId" = entry."orderId"
         AND next."sellerOrderId" IS NOT DISTINCT FROM entry."sellerOrderId" AND next."fromStatus" = entry."toStatus")
     GROUP BY 1, standing."orderId", standing."sellerOrderId", standing."status"
     HAVING count(entry.*) <> 1 OR min(entry."toStatus") <> standing."status"`.replace('GROUP BY 1, ', 'GROUP BY '),
  ]),
  inDatabase('I7', 'parts move only along their lifecycle', [
    'orders',
    `SELECT "sellerOrderId" || ': ' || "fromStatus" || ' to ' || "toStatus" AS text FROM "OrderHistory"
     WHERE "sellerOrderId" IS NOT NULL AND "fromStatus" IS NOT NULL AND ("fromStatus", "toStatus") NOT IN (${MOVES})`,
  ]),
  inDatabase('I8', 'each end of an order is told once', [
    'orders',
    `SELECT "subject" || ': ' || count(*) || ' × ' || "type" AS text FROM "OutboxEvent"
     WHERE "type" IN ('order.placed', 'order.confirmed', 'order.cancelled', 'order.delivered') GROUP BY "subject", "type" HAVING count(*) > 1`,
  ]),
  inDatabase('I6', 'every checkout came to an order or to nothing', [
    'orders',
    `SELECT checkout."id" || ' is ' || checkout."state" || CASE WHEN o."id" IS NULL THEN ', no order' ELSE ', with an order' END AS text
     FROM "Checkout" AS checkout LEFT JOIN "Order" AS o ON o."id" = checkout."orderId"
     WHERE checkout."state" = 'STARTED' OR (checkout."state" = 'DONE') <> (o."id" IS NOT NULL)`,
  ]),
  inDatabase('I6', 'an order stands where its least advanced part stands, and none still waits', [
    'orders',
    `SELECT o."id" || ' is ' || o."status" || ', its parts ' || string_agg(part."status"::text, '+') AS text
     FROM "Order" AS o JOIN "SellerOrder" AS part ON part."orderId" = o."id"
     GROUP BY o."id" HAVING o."status" = 'PENDING' OR (o."status" = 'CANCELLED') <> bool_and(part."status" = 'CANCELLED')
       OR (o."status" = 'DELIVERED') <> (bool_and(part."status" IN ('CANCELLED', 'DELIVERED')) AND bool_or(part."status" = 'DELIVERED'))`,
  ]),
  inDatabase('I17', 'a courier carries exactly the jobs that are theirs', [
    'delivery',
    `SELECT courier."id" || ' counts ' || courier."activeJobs" || ' jobs, has ' || count(job.*) AS text
     FROM "Courier" AS courier LEFT JOIN "Delivery" AS job ON job."courierId" = courier."id"
       AND job."status" IN ('ASSIGNED', 'AT_PICKUP', 'PICKED_UP', 'IN_TRANSIT')
     GROUP BY courier."id" HAVING courier."activeJobs" <> count(job.*)`,
  ]),
];
