-- CreateEnum
CREATE TYPE "DeliveryStatus" AS ENUM ('PENDING', 'OFFERED', 'ASSIGNED', 'AT_PICKUP', 'PICKED_UP', 'IN_TRANSIT', 'DELIVERED', 'FAILED', 'RETURNED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "OfferState" AS ENUM ('OPEN', 'ACCEPTED', 'DECLINED', 'EXPIRED', 'WITHDRAWN');

-- CreateTable
CREATE TABLE "Courier" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "online" BOOLEAN NOT NULL DEFAULT false,
    "lastLatitude" DOUBLE PRECISION,
    "lastLongitude" DOUBLE PRECISION,
    "lastSeenAt" TIMESTAMPTZ(3),
    "activeJobs" INTEGER NOT NULL DEFAULT 0,
    "openOffers" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Courier_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" TEXT NOT NULL,
    "sellerOrderId" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "businessId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "status" "DeliveryStatus" NOT NULL DEFAULT 'PENDING',
    "courierId" TEXT,
    "courierUserId" TEXT,
    "pickupLatitude" DOUBLE PRECISION NOT NULL,
    "pickupLongitude" DOUBLE PRECISION NOT NULL,
    "dropoffLatitude" DOUBLE PRECISION NOT NULL,
    "dropoffLongitude" DOUBLE PRECISION NOT NULL,
    "handoverCode" TEXT NOT NULL,
    "codeAttempts" INTEGER NOT NULL DEFAULT 0,
    "searchRound" INTEGER NOT NULL DEFAULT 0,
    "escalatedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "assignedAt" TIMESTAMPTZ(3),
    "arrivedAt" TIMESTAMPTZ(3),
    "pickedUpAt" TIMESTAMPTZ(3),
    "departedAt" TIMESTAMPTZ(3),
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeliveryOffer" (
    "id" TEXT NOT NULL,
    "deliveryId" TEXT NOT NULL,
    "courierId" TEXT NOT NULL,
    "courierUserId" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "state" "OfferState" NOT NULL DEFAULT 'OPEN',
    "score" DOUBLE PRECISION NOT NULL,
    "components" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "answeredAt" TIMESTAMPTZ(3),

    CONSTRAINT "DeliveryOffer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Courier_userId_key" ON "Courier"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Delivery_sellerOrderId_key" ON "Delivery"("sellerOrderId");

-- CreateIndex
CREATE INDEX "Delivery_orderId_idx" ON "Delivery"("orderId");

-- CreateIndex
CREATE INDEX "Delivery_courierId_idx" ON "Delivery"("courierId");

-- CreateIndex
CREATE INDEX "DeliveryOffer_deliveryId_courierId_idx" ON "DeliveryOffer"("deliveryId", "courierId");

-- CreateIndex
CREATE INDEX "DeliveryOffer_courierId_idx" ON "DeliveryOffer"("courierId");

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_courierId_fkey" FOREIGN KEY ("courierId") REFERENCES "Courier"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeliveryOffer" ADD CONSTRAINT "DeliveryOffer_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeliveryOffer" ADD CONSTRAINT "DeliveryOffer_courierId_fkey" FOREIGN KEY ("courierId") REFERENCES "Courier"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here: what Prisma's schema cannot say.

-- At most one open offer, and at most one courier who took it, for each job.
CREATE UNIQUE INDEX "DeliveryOffer_open_key" ON "DeliveryOffer" ("deliveryId") WHERE "state" = 'OPEN';
CREATE UNIQUE INDEX "DeliveryOffer_accepted_key" ON "DeliveryOffer" ("deliveryId") WHERE "state" = 'ACCEPTED';

ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_courier_check" CHECK (
  CASE
    WHEN "status" IN ('PENDING', 'OFFERED') THEN "courierId" IS NULL
    WHEN "status" = 'CANCELLED' THEN true
    ELSE "courierId" IS NOT NULL
  END
  AND ("courierId" IS NULL) = ("courierUserId" IS NULL)
);
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_codeAttempts_check" CHECK ("codeAttempts" BETWEEN 0 AND 5);
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_handoverCode_check" CHECK ("handoverCode" ~ '^[0-9]{4,6}$');
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_places_check" CHECK (
  "pickupLatitude" BETWEEN -90 AND 90 AND "dropoffLatitude" BETWEEN -90 AND 90
  AND "pickupLongitude" BETWEEN -180 AND 180 AND "dropoffLongitude" BETWEEN -180 AND 180
);

ALTER TABLE "Courier" ADD CONSTRAINT "Courier_load_check" CHECK ("activeJobs" >= 0 AND "openOffers" >= 0);
ALTER TABLE "Courier" ADD CONSTRAINT "Courier_place_check" CHECK (
  ("lastLatitude" IS NULL) = ("lastLongitude" IS NULL)
  AND ("lastLatitude" IS NULL OR ("lastLatitude" BETWEEN -90 AND 90 AND "lastLongitude" BETWEEN -180 AND 180))
  AND (NOT "online" OR "lastLatitude" IS NOT NULL)
);

-- Who is near, when Redis does not know: couriers around a pickup, and waiting jobs around a courier.
CREATE INDEX "Courier_online_place_idx" ON "Courier" USING gist (point("lastLongitude", "lastLatitude")) WHERE "online";
CREATE INDEX "Delivery_waiting_place_idx" ON "Delivery" USING gist (point("pickupLongitude", "pickupLatitude")) WHERE "status" = 'PENDING';
