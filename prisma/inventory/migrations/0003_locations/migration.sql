-- What exists moves to one location for each business: every unit, promise and movement so far is there.

-- AlterEnum
ALTER TYPE "MovementKind" ADD VALUE 'COUNTED';
ALTER TYPE "MovementKind" ADD VALUE 'TRANSFERRED';

-- CreateTable
CREATE TABLE "StockLocation" (
    "id" TEXT NOT NULL,
    "businessId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "StockLocation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StockLevel" (
    "itemId" TEXT NOT NULL,
    "variantId" TEXT NOT NULL DEFAULT '',
    "locationId" TEXT NOT NULL,
    "businessId" TEXT NOT NULL,
    "onHand" INTEGER NOT NULL DEFAULT 0,
    "reserved" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "StockLevel_pkey" PRIMARY KEY ("itemId","variantId","locationId")
);

-- AlterTable
ALTER TABLE "StockItem" ADD COLUMN     "limitPerCustomer" INTEGER,
ADD COLUMN     "lowStockThreshold" INTEGER;

-- The same name that the product gives to the first location of a new business.
INSERT INTO "StockLocation" ("id", "businessId", "name", "position", "createdAt")
SELECT DISTINCT 'loc_' || "businessId", "businessId", 'Main', 0, now() FROM "StockItem";

INSERT INTO "StockLevel" ("itemId", "locationId", "businessId", "onHand", "reserved")
SELECT "itemId", 'loc_' || "businessId", "businessId", "onHand", "reserved" FROM "StockItem" WHERE "tracked";

-- AlterTable
ALTER TABLE "HoldLine" ADD COLUMN     "locationId" TEXT,
ADD COLUMN     "variantId" TEXT NOT NULL DEFAULT '';

UPDATE "HoldLine" SET "locationId" = 'loc_' || "StockItem"."businessId"
FROM "StockItem" WHERE "StockItem"."itemId" = "HoldLine"."itemId";

ALTER TABLE "HoldLine" ALTER COLUMN "locationId" SET NOT NULL,
DROP CONSTRAINT "HoldLine_pkey",
ADD CONSTRAINT "HoldLine_pkey" PRIMARY KEY ("orderId", "itemId", "variantId", "locationId");

-- AlterTable
ALTER TABLE "StockMovement" ADD COLUMN     "locationId" TEXT,
ADD COLUMN     "variantId" TEXT NOT NULL DEFAULT '';

-- The log is never rewritten; it only learns where that was.
ALTER TABLE "StockMovement" DISABLE TRIGGER "StockMovement_immutable";
UPDATE "StockMovement" SET "locationId" = 'loc_' || "StockItem"."businessId"
FROM "StockItem" WHERE "StockItem"."itemId" = "StockMovement"."itemId";
ALTER TABLE "StockMovement" ENABLE TRIGGER "StockMovement_immutable";

ALTER TABLE "StockMovement" ALTER COLUMN "locationId" SET NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "StockLocation_businessId_name_key" ON "StockLocation"("businessId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "StockLocation_id_businessId_key" ON "StockLocation"("id", "businessId");

-- CreateIndex
CREATE INDEX "StockItem_businessId_itemId_idx" ON "StockItem"("businessId", "itemId");

-- CreateIndex
CREATE UNIQUE INDEX "StockItem_itemId_businessId_key" ON "StockItem"("itemId", "businessId");

-- AddForeignKey
ALTER TABLE "StockLevel" ADD CONSTRAINT "StockLevel_itemId_businessId_fkey" FOREIGN KEY ("itemId", "businessId") REFERENCES "StockItem"("itemId", "businessId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StockLevel" ADD CONSTRAINT "StockLevel_locationId_businessId_fkey" FOREIGN KEY ("locationId", "businessId") REFERENCES "StockLocation"("id", "businessId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HoldLine" ADD CONSTRAINT "HoldLine_itemId_variantId_locationId_fkey" FOREIGN KEY ("itemId", "variantId", "locationId") REFERENCES "StockLevel"("itemId", "variantId", "locationId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here: what Prisma's schema cannot say.

ALTER TABLE "StockLevel"
  ADD CONSTRAINT "StockLevel_onHand_check" CHECK ("onHand" >= 0),
  ADD CONSTRAINT "StockLevel_reserved_check" CHECK ("reserved" >= 0 AND "reserved" <= "onHand");

ALTER TABLE "StockItem"
  ADD CONSTRAINT "StockItem_threshold_check" CHECK ("lowStockThreshold" >= 0),
  ADD CONSTRAINT "StockItem_limit_check" CHECK ("limitPerCustomer" >= 1);

ALTER TABLE "StockLocation" ADD CONSTRAINT "StockLocation_position_check" CHECK ("position" >= 0);

-- A customer's open promises are counted at every new one.
CREATE INDEX "Hold_open_idx" ON "Hold" ("customerId") WHERE "state" = 'ACTIVE';

-- An item's totals are the sum of its levels, whoever changes those. Writers have locked the item already.
CREATE FUNCTION "stock_totals_of_new_levels"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "StockItem" SET "onHand" = "StockItem"."onHand" + change."onHand", "reserved" = "StockItem"."reserved" + change."reserved"
  FROM (SELECT "itemId", sum("onHand")::int AS "onHand", sum("reserved")::int AS "reserved" FROM after GROUP BY "itemId") AS change
  WHERE "StockItem"."itemId" = change."itemId" AND (change."onHand", change."reserved") <> (0, 0);
  RETURN NULL;
END;
$$;

CREATE FUNCTION "stock_totals_of_changed_levels"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "StockItem" SET "onHand" = "StockItem"."onHand" + change."onHand", "reserved" = "StockItem"."reserved" + change."reserved"
  FROM (
    SELECT "itemId", sum("onHand")::int AS "onHand", sum("reserved")::int AS "reserved"
    FROM (SELECT "itemId", "onHand", "reserved" FROM after UNION ALL SELECT "itemId", -"onHand", -"reserved" FROM before) AS levels
    GROUP BY "itemId") AS change
  WHERE "StockItem"."itemId" = change."itemId" AND (change."onHand", change."reserved") <> (0, 0);
  RETURN NULL;
END;
$$;

CREATE TRIGGER "StockLevel_new_totals" AFTER INSERT ON "StockLevel"
  REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION "stock_totals_of_new_levels"();

CREATE TRIGGER "StockLevel_totals" AFTER UPDATE ON "StockLevel"
  REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION "stock_totals_of_changed_levels"();

CREATE FUNCTION "refuse_writing_stock_totals"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'stock totals follow their levels and are not written';
END;
$$;

CREATE TRIGGER "StockItem_totals_follow" BEFORE UPDATE ON "StockItem"
  FOR EACH ROW WHEN (pg_trigger_depth() = 0 AND (OLD."onHand", OLD."reserved") IS DISTINCT FROM (NEW."onHand", NEW."reserved"))
  EXECUTE FUNCTION "refuse_writing_stock_totals"();

CREATE TRIGGER "StockItem_starts_empty" BEFORE INSERT ON "StockItem"
  FOR EACH ROW WHEN ((NEW."onHand", NEW."reserved") <> (0, 0))
  EXECUTE FUNCTION "refuse_writing_stock_totals"();

-- A level is emptied, never removed: its promises and movements are about it.
CREATE FUNCTION "refuse_removing_levels"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'stock levels are never removed';
END;
$$;

CREATE TRIGGER "StockLevel_kept" BEFORE DELETE ON "StockLevel"
  FOR EACH ROW EXECUTE FUNCTION "refuse_removing_levels"();
