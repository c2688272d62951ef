-- AlterTable
ALTER TABLE "Order" ADD COLUMN     "tipMinor" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "SellerOrder" ADD COLUMN     "tipMinor" BIGINT NOT NULL DEFAULT 0;

-- By hand from here: what Prisma's schema cannot say.

ALTER TABLE "Order"
  DROP CONSTRAINT "Order_total_check",
  ADD CONSTRAINT "Order_total_check" CHECK (
    "totalMinor" = "subtotalMinor" + "taxMinor" + "deliveryFeeMinor" + "tipMinor" - "discountMinor"),
  ADD CONSTRAINT "Order_tip_check" CHECK ("tipMinor" >= 0);

ALTER TABLE "SellerOrder"
  DROP CONSTRAINT "SellerOrder_total_check",
  ADD CONSTRAINT "SellerOrder_total_check" CHECK ("totalMinor" = "subtotalMinor" + "taxMinor" + "deliveryFeeMinor" + "tipMinor"),
  ADD CONSTRAINT "SellerOrder_tip_check" CHECK ("tipMinor" >= 0);
