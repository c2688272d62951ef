-- AlterTable
ALTER TABLE "Payment" ADD COLUMN     "sessionLeasedUntil" TIMESTAMPTZ(3);

-- By hand from here: what Prisma's schema cannot say.

-- Before there were several, an online payment without a page yet was on its way to the sandbox.
UPDATE "Payment" SET "provider" = 'sandbox' WHERE "method" = 'ONLINE' AND "provider" IS NULL;

-- Which provider looks after an online payment is settled when it is opened.
ALTER TABLE "Payment" ADD CONSTRAINT "Payment_provider_check" CHECK ("method" <> 'ONLINE' OR "provider" IS NOT NULL);

-- A webhook's deadline names its provider now.
UPDATE "Deadline" SET "subject" = 'sandbox:' || "subject"
WHERE "kind" = 'payments.apply-webhook' AND position(':' IN "subject") = 0;
