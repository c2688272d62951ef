import type { Invariant } from './rooms.ts';
import { inDatabase } from './sql.ts';

/** Stock is neither sold twice nor lost (I1, I2). */
export const stockInvariants: readonly Invariant[] = [
  inDatabase('I1', 'nothing is promised that is not there', [
    'inventory',
    `SELECT "itemId" || ' at ' || "locationId" || ': ' || "onHand" || ' on hand, ' || "reserved" || ' promised' AS text
     FROM "StockLevel" WHERE "reserved" > "onHand" OR "reserved" < 0 OR "onHand" < 0`,
  ]),
  inDatabase('I1', 'on hand is the sum of the movement log', [
    'inventory',
    `SELECT level."itemId" || ': ' || level."onHand" || ' on hand, ' || coalesce(moved.sum, 0) || ' by its movements' AS text
     FROM "StockLevel" AS level LEFT JOIN (
       SELECT "itemId", "variantId", "locationId", sum("delta") FROM "StockMovement" GROUP BY 1, 2, 3) AS moved
     USING ("itemId", "variantId", "locationId") WHERE level."onHand" <> coalesce(moved.sum, 0)`,
  ]),
  inDatabase('I1', 'what an item has is the sum of its places', [
    'inventory',
    `SELECT item."itemId" || ': ' || item."onHand" || '/' || item."reserved" || ', places ' || coalesce(sum(level."onHand"), 0)
       || '/' || coalesce(sum(level."reserved"), 0) AS text
     FROM "StockItem" AS item LEFT JOIN "StockLevel" AS level USING ("itemId") GROUP BY item."itemId"
     HAVING item."onHand" <> coalesce(sum(level."onHand"), 0) OR item."reserved" <> coalesce(sum(level."reserved"), 0)`,
  ]),
  inDatabase('I2', 'promised is the sum of the active holds', [
    'inventory',
    `SELECT level."itemId" || ': ' || level."reserved" || ' promised, holds say ' || coalesce(held.sum, 0) AS text
     FROM "StockLevel" AS level LEFT JOIN (
       SELECT "itemId", "variantId", "locationId", sum("quantity") FROM "HoldLine" WHERE "state" = 'ACTIVE' GROUP BY 1, 2, 3) AS held
     USING ("itemId", "variantId", "locationId") WHERE level."reserved" <> coalesce(held.sum, 0)`,
  ]),
  inDatabase('I1', 'each sold line left the stock once, each returned one came back once', [
    'inventory',
    `SELECT coalesce(line."orderId", moved."orderId") || ' ' || coalesce(line."itemId", moved."itemId") || ': '
       || coalesce(line.states, 'no line') || ', sold ' || coalesce(moved.sold, 0) || ', returned ' || coalesce(moved.returned, 0) AS text
     FROM (SELECT "orderId", "itemId", string_agg(DISTINCT "state"::text, '+') AS states,
             coalesce(sum("quantity") FILTER (WHERE "state" IN ('CONFIRMED', 'RETURNED')), 0) AS left_stock,
             coalesce(sum("quantity") FILTER (WHERE "state" = 'RETURNED'), 0) AS came_back
           FROM "HoldLine" GROUP BY 1, 2) AS line
     FULL JOIN (SELECT "orderId", "itemId", coalesce(-sum("delta") FILTER (WHERE "kind" = 'SOLD'), 0) AS sold,
             coalesce(sum("delta") FILTER (WHERE "kind" = 'RETURNED'), 0) AS returned
           FROM "StockMovement" WHERE "orderId" IS NOT NULL GROUP BY 1, 2) AS moved
     USING ("orderId", "itemId")
     WHERE coalesce(line.left_stock, 0) <> coalesce(moved.sold, 0) OR coalesce(line.came_back, 0) <> coalesce(moved.returned, 0)`,
  ]),
  inDatabase('I6', 'a hold is in the state of its lines', [
    'inventory',
    `SELECT hold."orderId" || ' is ' || hold."state" || ' with a line ' || line."state" AS text
     FROM "Hold" AS hold JOIN "HoldLine" AS line USING ("orderId")
     WHERE (hold."state" <> 'ACTIVE' AND line."state" = 'ACTIVE') OR (hold."state" = 'ACTIVE' AND line."state" IN ('EXPIRED'))
        OR (hold."state" IN ('RELEASED', 'EXPIRED') AND line."state" = 'CONFIRMED')`,
  ]),
];
