-- CreateEnum
CREATE TYPE "CheckoutState" AS ENUM ('STARTED', 'DONE', 'REFUSED');

-- CreateEnum
CREATE TYPE "OrderStatus" AS ENUM ('PENDING', 'CONFIRMED', 'PREPARING', 'READY', 'DISPATCHED', 'DELIVERED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "SellerOrderStatus" AS ENUM ('PLACED', 'CONFIRMED', 'PREPARING', 'READY', 'DISPATCHED', 'DELIVERED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "PaymentMethod" AS ENUM ('ONLINE', 'WALLET', 'CASH');

-- CreateEnum
CREATE TYPE "OrderStepKind" AS ENUM ('STATUS', 'PAYMENT', 'DELIVERY');

-- CreateTable
CREATE TABLE "Cart" (
    "id" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Cart_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CartLine" (
    "id" TEXT NOT NULL,
    "cartId" TEXT NOT NULL,
    "itemId" TEXT NOT NULL,
    "businessId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "imageUrl" TEXT,
    "unitMinor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "taxBasisPoints" INTEGER NOT NULL,
    "deliveryFeeMinor" BIGINT NOT NULL,
    "addedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CartLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Checkout" (
    "id" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "idempotencyKey" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "state" "CheckoutState" NOT NULL,
    "orderId" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "plan" JSONB,
    "refusalCode" TEXT,
    "refusalMessage" TEXT,
    "refusalPath" TEXT[],
    "transient" BOOLEAN NOT NULL DEFAULT false,
    "fence" INTEGER NOT NULL DEFAULT 1,
    "leaseUntil" TIMESTAMPTZ(3) NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Checkout_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CancelRequest" (
    "actorId" TEXT NOT NULL,
    "idempotencyKey" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CancelRequest_pkey" PRIMARY KEY ("actorId","idempotencyKey")
);

-- CreateTable
CREATE TABLE "Order" (
    "id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "status" "OrderStatus" NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "currency" TEXT NOT NULL,
    "subtotalMinor" BIGINT NOT NULL,
    "taxMinor" BIGINT NOT NULL,
    "deliveryFeeMinor" BIGINT NOT NULL,
    "discountMinor" BIGINT NOT NULL,
    "totalMinor" BIGINT NOT NULL,
    "paymentMethod" "PaymentMethod" NOT NULL,
    "customerName" TEXT NOT NULL,
    "customerPhone" TEXT,
    "address" JSONB NOT NULL,
    "dropoffLatitude" DOUBLE PRECISION NOT NULL,
    "dropoffLongitude" DOUBLE PRECISION NOT NULL,
    "notes" TEXT,
    "placedAt" TIMESTAMPTZ(3) NOT NULL,
    "confirmedAt" TIMESTAMPTZ(3),
    "paidAt" TIMESTAMPTZ(3),
    "cancelReason" TEXT,
    "lastSequence" INTEGER NOT NULL,
    "lastStepAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SellerOrder" (
    "id" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "businessId" TEXT NOT NULL,
    "businessName" TEXT NOT NULL,
    "status" "SellerOrderStatus" NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "currency" TEXT NOT NULL,
    "subtotalMinor" BIGINT NOT NULL,
    "taxMinor" BIGINT NOT NULL,
    "deliveryFeeMinor" BIGINT NOT NULL,
    "totalMinor" BIGINT NOT NULL,
    "pickupLatitude" DOUBLE PRECISION NOT NULL,
    "pickupLongitude" DOUBLE PRECISION NOT NULL,
    "notes" TEXT,
    "placedAt" TIMESTAMPTZ(3) NOT NULL,
    "releasedAt" TIMESTAMPTZ(3),
    "courierUserId" TEXT,
    "cancelReason" TEXT,

    CONSTRAINT "SellerOrder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OrderItem" (
    "id" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "sellerOrderId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "itemId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "imageUrl" TEXT,
    "category" TEXT,
    "quantity" INTEGER NOT NULL,
    "unitMinor" BIGINT NOT NULL,
    "totalMinor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,

    CONSTRAINT "OrderItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OrderHistory" (
    "id" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "sellerOrderId" TEXT,
    "fromStatus" TEXT,
    "toStatus" TEXT NOT NULL,
    "actorId" TEXT,
    "actorRole" TEXT,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OrderHistory_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OrderStep" (
    "orderId" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "kind" "OrderStepKind" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OrderStep_pkey" PRIMARY KEY ("orderId","sequence")
);

-- CreateIndex
CREATE UNIQUE INDEX "CartLine_cartId_itemId_key" ON "CartLine"("cartId", "itemId");

-- CreateIndex
CREATE UNIQUE INDEX "Checkout_orderId_key" ON "Checkout"("orderId");

-- CreateIndex
CREATE UNIQUE INDEX "Checkout_number_key" ON "Checkout"("number");

-- CreateIndex
CREATE UNIQUE INDEX "Checkout_customerId_idempotencyKey_key" ON "Checkout"("customerId", "idempotencyKey");

-- CreateIndex
CREATE UNIQUE INDEX "Order_number_key" ON "Order"("number");

-- CreateIndex
CREATE INDEX "Order_customerId_placedAt_id_idx" ON "Order"("customerId", "placedAt", "id");

-- CreateIndex
CREATE INDEX "Order_placedAt_id_idx" ON "Order"("placedAt", "id");

-- CreateIndex
CREATE INDEX "SellerOrder_businessId_placedAt_orderId_idx" ON "SellerOrder"("businessId", "placedAt", "orderId");

-- CreateIndex
CREATE UNIQUE INDEX "SellerOrder_orderId_businessId_key" ON "SellerOrder"("orderId", "businessId");

-- CreateIndex
CREATE INDEX "OrderItem_sellerOrderId_position_idx" ON "OrderItem"("sellerOrderId", "position");

-- CreateIndex
CREATE INDEX "OrderItem_orderId_idx" ON "OrderItem"("orderId");

-- CreateIndex
CREATE INDEX "OrderHistory_orderId_id_idx" ON "OrderHistory"("orderId", "id");

-- AddForeignKey
ALTER TABLE "CartLine" ADD CONSTRAINT "CartLine_cartId_fkey" FOREIGN KEY ("cartId") REFERENCES "Cart"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SellerOrder" ADD CONSTRAINT "SellerOrder_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OrderItem" ADD CONSTRAINT "OrderItem_sellerOrderId_fkey" FOREIGN KEY ("sellerOrderId") REFERENCES "SellerOrder"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OrderHistory" ADD CONSTRAINT "OrderHistory_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OrderStep" ADD CONSTRAINT "OrderStep_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand from here: what Prisma's schema cannot say.

-- A customer's checkouts happen one after the other, whatever their keys.
CREATE UNIQUE INDEX "Checkout_started_key" ON "Checkout" ("customerId") WHERE "state" = 'STARTED';

-- The kitchen's list, and what waits for its answer.
CREATE INDEX "SellerOrder_released_idx" ON "SellerOrder" ("businessId", "releasedAt", "id") WHERE "releasedAt" IS NOT NULL;
CREATE INDEX "SellerOrder_waiting_idx" ON "SellerOrder" ("businessId", "releasedAt", "id")
  WHERE "status" = 'PLACED' AND "releasedAt" IS NOT NULL;

-- What a courier carries.
CREATE INDEX "SellerOrder_courier_idx" ON "SellerOrder" ("courierUserId") WHERE "courierUserId" IS NOT NULL;

ALTER TABLE "CartLine"
  ADD CONSTRAINT "CartLine_quantity_check" CHECK ("quantity" BETWEEN 1 AND 99),
  ADD CONSTRAINT "CartLine_amounts_check" CHECK ("unitMinor" >= 0 AND "deliveryFeeMinor" >= 0 AND "taxBasisPoints" >= 0);

ALTER TABLE "Checkout"
  ADD CONSTRAINT "Checkout_plan_check" CHECK ("state" = 'REFUSED' OR "plan" IS NOT NULL),
  ADD CONSTRAINT "Checkout_refusal_check" CHECK (("state" = 'REFUSED') = ("refusalCode" IS NOT NULL));

ALTER TABLE "Order"
  ADD CONSTRAINT "Order_total_check" CHECK ("totalMinor" = "subtotalMinor" + "taxMinor" + "deliveryFeeMinor" - "discountMinor"),
  ADD CONSTRAINT "Order_amounts_check" CHECK ("subtotalMinor" >= 0 AND "taxMinor" >= 0 AND "deliveryFeeMinor" >= 0 AND "discountMinor" >= 0 AND "totalMinor" >= 0),
  ADD CONSTRAINT "Order_confirmed_check" CHECK ("confirmedAt" IS NOT NULL OR "status" IN ('PENDING', 'CANCELLED')),
  ADD CONSTRAINT "Order_cancelled_check" CHECK (("status" = 'CANCELLED') = ("cancelReason" IS NOT NULL));

ALTER TABLE "SellerOrder"
  ADD CONSTRAINT "SellerOrder_total_check" CHECK ("totalMinor" = "subtotalMinor" + "taxMinor" + "deliveryFeeMinor"),
  ADD CONSTRAINT "SellerOrder_released_check" CHECK ("releasedAt" IS NOT NULL OR "status" IN ('PLACED', 'CANCELLED'));

ALTER TABLE "OrderItem"
  ADD CONSTRAINT "OrderItem_total_check" CHECK ("quantity" > 0 AND "totalMinor" = "unitMinor" * "quantity");

ALTER TABLE "OrderStep" ADD CONSTRAINT "OrderStep_sequence_check" CHECK ("sequence" >= 1);

-- What happened, happened: the history and the steps are only ever added to.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME;
END;
$$;
CREATE TRIGGER "OrderHistory_immutable" BEFORE UPDATE ON "OrderHistory" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "OrderStep_immutable" BEFORE UPDATE ON "OrderStep" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
