-- CreateEnum
CREATE TYPE "BusinessType" AS ENUM ('RESTAURANT', 'CAFE', 'BAKERY', 'GROCERY', 'SHOP', 'MANUFACTURER');

-- CreateEnum
CREATE TYPE "BusinessStatus" AS ENUM ('PENDING', 'ACTIVE', 'SUSPENDED');

-- CreateEnum
CREATE TYPE "MemberRole" AS ENUM ('OWNER', 'STAFF');

-- CreateTable
CREATE TABLE "Business" (
    "id" TEXT NOT NULL,
    "type" "BusinessType" NOT NULL,
    "name" TEXT NOT NULL,
    "status" "BusinessStatus" NOT NULL,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "alwaysOpen" BOOLEAN NOT NULL DEFAULT false,
    "timezone" TEXT NOT NULL,
    "latitude" DOUBLE PRECISION NOT NULL,
    "longitude" DOUBLE PRECISION NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "taxBasisPoints" INTEGER NOT NULL,
    "deliveryFeeMinor" BIGINT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Business_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OpeningHours" (
    "businessId" TEXT NOT NULL,
    "weekday" INTEGER NOT NULL,
    "opensAt" INTEGER NOT NULL,
    "closesAt" INTEGER NOT NULL,

    CONSTRAINT "OpeningHours_pkey" PRIMARY KEY ("businessId","weekday","opensAt")
);

-- CreateTable
CREATE TABLE "BusinessMember" (
    "businessId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "role" "MemberRole" NOT NULL,

    CONSTRAINT "BusinessMember_pkey" PRIMARY KEY ("businessId","userId")
);

-- CreateTable
CREATE TABLE "MenuCategory" (
    "id" TEXT NOT NULL,
    "businessId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "MenuCategory_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MenuItem" (
    "id" TEXT NOT NULL,
    "businessId" TEXT NOT NULL,
    "categoryId" TEXT,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "imageUrl" TEXT,
    "priceMinor" BIGINT NOT NULL,
    "position" INTEGER NOT NULL,
    "visible" BOOLEAN NOT NULL DEFAULT true,
    "switchedOn" BOOLEAN NOT NULL DEFAULT true,
    "inStock" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "MenuItem_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "BusinessMember_userId_idx" ON "BusinessMember"("userId");

-- CreateIndex
CREATE INDEX "MenuCategory_businessId_idx" ON "MenuCategory"("businessId");

-- CreateIndex
CREATE UNIQUE INDEX "MenuCategory_id_businessId_key" ON "MenuCategory"("id", "businessId");

-- CreateIndex
CREATE INDEX "MenuItem_businessId_position_idx" ON "MenuItem"("businessId", "position");

-- AddForeignKey
ALTER TABLE "OpeningHours" ADD CONSTRAINT "OpeningHours_businessId_fkey" FOREIGN KEY ("businessId") REFERENCES "Business"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BusinessMember" ADD CONSTRAINT "BusinessMember_businessId_fkey" FOREIGN KEY ("businessId") REFERENCES "Business"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MenuCategory" ADD CONSTRAINT "MenuCategory_businessId_fkey" FOREIGN KEY ("businessId") REFERENCES "Business"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MenuItem" ADD CONSTRAINT "MenuItem_businessId_fkey" FOREIGN KEY ("businessId") REFERENCES "Business"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MenuItem" ADD CONSTRAINT "MenuItem_categoryId_businessId_fkey" FOREIGN KEY ("categoryId", "businessId") REFERENCES "MenuCategory"("id", "businessId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here: what Prisma's schema cannot say.

-- Points on the Earth's surface in three dimensions, metres from its centre: their straight-line distance grows with the
-- great-circle distance, has no seams at the poles or the date line, and a GiST index can walk it nearest first.
-- cube is a trusted extension that every PostgreSQL ships with its contrib modules.
CREATE EXTENSION IF NOT EXISTS cube;

CREATE FUNCTION "surface_point"("latitude" DOUBLE PRECISION, "longitude" DOUBLE PRECISION) RETURNS cube
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN cube(ARRAY[
    6371008.8 * cos(radians("latitude")) * cos(radians("longitude")),
    6371008.8 * cos(radians("latitude")) * sin(radians("longitude")),
    6371008.8 * sin(radians("latitude"))
  ]);

CREATE INDEX "Business_nearest_idx" ON "Business" USING gist ("surface_point"("latitude", "longitude"))
  WHERE "status" = 'ACTIVE';

ALTER TABLE "Business"
  ADD CONSTRAINT "Business_location_check" CHECK ("latitude" BETWEEN -90 AND 90 AND "longitude" BETWEEN -180 AND 180),
  ADD CONSTRAINT "Business_taxBasisPoints_check" CHECK ("taxBasisPoints" BETWEEN 0 AND 10000),
  ADD CONSTRAINT "Business_deliveryFeeMinor_check" CHECK ("deliveryFeeMinor" >= 0),
  ADD CONSTRAINT "Business_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
  -- A name that is no time zone raises an error here instead of in every read.
  ADD CONSTRAINT "Business_timezone_check" CHECK (timezone("timezone", TIMESTAMPTZ '2026-01-01 00:00:00Z') IS NOT NULL);

ALTER TABLE "OpeningHours" ADD CONSTRAINT "OpeningHours_span_check"
  CHECK ("weekday" BETWEEN 1 AND 7 AND "opensAt" BETWEEN 0 AND 1439
         AND "closesAt" > "opensAt" AND "closesAt" <= "opensAt" + 1440);

ALTER TABLE "MenuItem" ADD CONSTRAINT "MenuItem_priceMinor_check" CHECK ("priceMinor" >= 0);
