-- CreateEnum
CREATE TYPE "LedgerAccountKind" AS ENUM ('CUSTOMER_WALLET', 'PROVIDER_CLEARING', 'CASH_CLEARING', 'ORDER_CLEARING', 'REFUND_CLEARING');

-- CreateEnum
CREATE TYPE "LedgerEntryKind" AS ENUM ('CAPTURE', 'WALLET_PAYMENT', 'TOP_UP', 'CASH', 'REFUND_DUE', 'REFUND', 'REFUND_TAKEN_BACK');

-- CreateEnum
CREATE TYPE "PaymentMethod" AS ENUM ('ONLINE', 'WALLET', 'CASH');

-- CreateEnum
CREATE TYPE "PaymentStatus" AS ENUM ('PENDING', 'PAID', 'FAILED', 'EXPIRED', 'PARTIALLY_REFUNDED', 'REFUNDED');

-- CreateEnum
CREATE TYPE "RefundState" AS ENUM ('PENDING', 'DONE', 'FAILED');

-- CreateTable
CREATE TABLE "LedgerAccount" (
    "id" TEXT NOT NULL,
    "kind" "LedgerAccountKind" NOT NULL,
    "ownerId" TEXT NOT NULL,
    "currency" TEXT NOT NULL,

    CONSTRAINT "LedgerAccount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LedgerEntry" (
    "id" TEXT NOT NULL,
    "kind" "LedgerEntryKind" NOT NULL,
    "paymentId" TEXT NOT NULL,
    "refundId" TEXT,
    "bookedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LedgerEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LedgerLine" (
    "entryId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "accountId" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amountMinor" BIGINT NOT NULL,

    CONSTRAINT "LedgerLine_pkey" PRIMARY KEY ("entryId","position")
);

-- CreateTable
CREATE TABLE "Wallet" (
    "customerId" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "balanceMinor" BIGINT NOT NULL,

    CONSTRAINT "Wallet_pkey" PRIMARY KEY ("customerId","currency")
);

-- CreateTable
CREATE TABLE "Payment" (
    "id" TEXT NOT NULL,
    "orderId" TEXT,
    "customerId" TEXT NOT NULL,
    "businessIds" TEXT[],
    "method" "PaymentMethod" NOT NULL,
    "status" "PaymentStatus" NOT NULL,
    "amountMinor" BIGINT NOT NULL,
    "openedMinor" BIGINT NOT NULL,
    "refundDueMinor" BIGINT NOT NULL DEFAULT 0,
    "refundedMinor" BIGINT NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "provider" TEXT,
    "providerReference" TEXT,
    "url" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "capturedAt" TIMESTAMPTZ(3),
    "voidedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "VoidedOrder" (
    "orderId" TEXT NOT NULL,
    "voidedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "VoidedOrder_pkey" PRIMARY KEY ("orderId")
);

-- CreateTable
CREATE TABLE "Refund" (
    "id" TEXT NOT NULL,
    "paymentId" TEXT NOT NULL,
    "reasonKey" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "amountMinor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "state" "RefundState" NOT NULL,
    "providerReference" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "Refund_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AskedOnce" (
    "callerId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "inputHash" TEXT NOT NULL,
    "paymentId" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AskedOnce_pkey" PRIMARY KEY ("callerId","key")
);

-- CreateTable
CREATE TABLE "WebhookEvent" (
    "provider" TEXT NOT NULL,
    "eventId" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "appliedAt" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "WebhookEvent_pkey" PRIMARY KEY ("provider","eventId")
);

-- CreateIndex
CREATE UNIQUE INDEX "LedgerAccount_kind_ownerId_currency_key" ON "LedgerAccount"("kind", "ownerId", "currency");

-- CreateIndex
CREATE UNIQUE INDEX "LedgerAccount_id_currency_key" ON "LedgerAccount"("id", "currency");

-- CreateIndex
CREATE INDEX "LedgerEntry_paymentId_idx" ON "LedgerEntry"("paymentId");

-- CreateIndex
CREATE INDEX "LedgerLine_accountId_idx" ON "LedgerLine"("accountId");

-- CreateIndex
CREATE UNIQUE INDEX "Payment_orderId_key" ON "Payment"("orderId");

-- CreateIndex
CREATE INDEX "Payment_customerId_createdAt_idx" ON "Payment"("customerId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Payment_provider_providerReference_key" ON "Payment"("provider", "providerReference");

-- CreateIndex
CREATE UNIQUE INDEX "Refund_paymentId_reasonKey_key" ON "Refund"("paymentId", "reasonKey");

-- AddForeignKey
ALTER TABLE "LedgerEntry" ADD CONSTRAINT "LedgerEntry_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "Payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LedgerLine" ADD CONSTRAINT "LedgerLine_entryId_fkey" FOREIGN KEY ("entryId") REFERENCES "LedgerEntry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LedgerLine" ADD CONSTRAINT "LedgerLine_accountId_currency_fkey" FOREIGN KEY ("accountId", "currency") REFERENCES "LedgerAccount"("id", "currency") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Refund" ADD CONSTRAINT "Refund_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "Payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here: what Prisma's schema cannot say.

ALTER TABLE "Payment"
  ADD CONSTRAINT "Payment_amounts_check" CHECK (0 <= "amountMinor" AND "amountMinor" <= "openedMinor" AND "openedMinor" > 0),
  ADD CONSTRAINT "Payment_refunds_check" CHECK (0 <= "refundedMinor" AND "refundedMinor" <= "refundDueMinor" AND "refundDueMinor" <= "amountMinor"),
  ADD CONSTRAINT "Payment_captured_check" CHECK ("status" NOT IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED') OR "capturedAt" IS NOT NULL),
  ADD CONSTRAINT "Payment_refund_due_check" CHECK ("refundDueMinor" = 0 OR "capturedAt" IS NOT NULL);

ALTER TABLE "Refund" ADD CONSTRAINT "Refund_amount_check" CHECK ("amountMinor" > 0);

-- A balance that a race or a bug would take below zero does not commit.
ALTER TABLE "Wallet" ADD CONSTRAINT "Wallet_balance_check" CHECK ("balanceMinor" >= 0);

ALTER TABLE "LedgerLine" ADD CONSTRAINT "LedgerLine_amount_check" CHECK ("amountMinor" <> 0);

-- Every entry has lines, and they sum to zero in each currency: checked when the transaction commits.
CREATE FUNCTION "check_ledger_entry"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entry TEXT;
BEGIN
  IF TG_TABLE_NAME = 'LedgerEntry' THEN entry := NEW."id"; ELSE entry := NEW."entryId"; END IF;
  IF NOT EXISTS (SELECT FROM "LedgerLine" WHERE "entryId" = entry) THEN
    RAISE EXCEPTION 'ledger entry % has no lines', entry USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM "LedgerLine" WHERE "entryId" = entry GROUP BY "currency" HAVING sum("amountMinor") <> 0) THEN
    RAISE EXCEPTION 'ledger entry % does not sum to zero', entry USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END;
$$;

CREATE CONSTRAINT TRIGGER "LedgerEntry_balanced" AFTER INSERT ON "LedgerEntry"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "check_ledger_entry"();

CREATE CONSTRAINT TRIGGER "LedgerLine_balanced" AFTER INSERT ON "LedgerLine"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "check_ledger_entry"();

-- What is booked stays booked; a mistake is put right by another entry.
CREATE FUNCTION "refuse_ledger_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation';
END;
$$;

CREATE TRIGGER "LedgerEntry_immutable" BEFORE UPDATE OR DELETE ON "LedgerEntry"
  FOR EACH ROW EXECUTE FUNCTION "refuse_ledger_change"();

CREATE TRIGGER "LedgerLine_immutable" BEFORE UPDATE OR DELETE ON "LedgerLine"
  FOR EACH ROW EXECUTE FUNCTION "refuse_ledger_change"();

CREATE TRIGGER "LedgerAccount_immutable" BEFORE UPDATE OR DELETE ON "LedgerAccount"
  FOR EACH ROW EXECUTE FUNCTION "refuse_ledger_change"();
