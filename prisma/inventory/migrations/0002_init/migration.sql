-- CreateEnum
CREATE TYPE "HoldState" AS ENUM ('ACTIVE', 'CONFIRMED', 'RELEASED', 'EXPIRED');

-- CreateEnum
CREATE TYPE "HoldLineState" AS ENUM ('ACTIVE', 'CONFIRMED', 'RELEASED', 'EXPIRED', 'RETURNED');

-- CreateEnum
CREATE TYPE "MovementKind" AS ENUM ('INITIAL', 'ADJUSTED', 'SOLD', 'RETURNED');

-- CreateTable
CREATE TABLE "Hold" (
    "orderId" TEXT NOT NULL,
    "customerId" TEXT,
    "wishHash" TEXT,
    "state" "HoldState" NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lostAt" TIMESTAMPTZ(3),

    CONSTRAINT "Hold_pkey" PRIMARY KEY ("orderId")
);

-- CreateTable
CREATE TABLE "HoldLine" (
    "orderId" TEXT NOT NULL,
    "itemId" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "state" "HoldLineState" NOT NULL,

    CONSTRAINT "HoldLine_pkey" PRIMARY KEY ("orderId","itemId")
);

-- CreateTable
CREATE TABLE "IdempotencyKey" (
    "callerId" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "answer" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "IdempotencyKey_pkey" PRIMARY KEY ("callerId","operation","key")
);

-- CreateTable
CREATE TABLE "StockItem" (
    "itemId" TEXT NOT NULL,
    "businessId" TEXT NOT NULL,
    "tracked" BOOLEAN NOT NULL,
    "onHand" INTEGER NOT NULL DEFAULT 0,
    "reserved" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "StockItem_pkey" PRIMARY KEY ("itemId")
);

-- CreateTable
CREATE TABLE "StockMovement" (
    "position" BIGSERIAL NOT NULL,
    "itemId" TEXT NOT NULL,
    "kind" "MovementKind" NOT NULL,
    "delta" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "orderId" TEXT,
    "actor" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "StockMovement_pkey" PRIMARY KEY ("position")
);

-- CreateIndex
CREATE INDEX "StockMovement_itemId_position_idx" ON "StockMovement"("itemId", "position");

-- AddForeignKey
ALTER TABLE "HoldLine" ADD CONSTRAINT "HoldLine_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Hold"("orderId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here: what Prisma's schema cannot say.

ALTER TABLE "StockItem"
  ADD CONSTRAINT "StockItem_onHand_check" CHECK ("onHand" >= 0),
  ADD CONSTRAINT "StockItem_reserved_check" CHECK ("reserved" >= 0 AND "reserved" <= "onHand"),
  ADD CONSTRAINT "StockItem_untracked_check" CHECK ("tracked" OR "onHand" = 0);

ALTER TABLE "HoldLine" ADD CONSTRAINT "HoldLine_quantity_check" CHECK ("quantity" > 0);

ALTER TABLE "StockMovement"
  ADD CONSTRAINT "StockMovement_delta_check" CHECK ("delta" <> 0),
  ADD CONSTRAINT "StockMovement_order_check" CHECK (("kind" IN ('SOLD', 'RETURNED')) = ("orderId" IS NOT NULL));

-- The movement log is appended to and never rewritten.
CREATE FUNCTION "refuse_rewriting_movements"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'stock movements are never changed or removed';
END;
$$;

CREATE TRIGGER "StockMovement_immutable" BEFORE UPDATE OR DELETE ON "StockMovement"
  FOR EACH ROW EXECUTE FUNCTION "refuse_rewriting_movements"();

CREATE TRIGGER "StockMovement_kept" BEFORE TRUNCATE ON "StockMovement"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting_movements"();
