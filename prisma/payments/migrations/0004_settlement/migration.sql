-- CreateEnum
CREATE TYPE "EscrowState" AS ENUM ('OPEN', 'RELEASED', 'REFUNDED');

-- CreateEnum
CREATE TYPE "PayoutParty" AS ENUM ('BUSINESS', 'COURIER');

-- CreateEnum
CREATE TYPE "PayoutState" AS ENUM ('PREPARED', 'PAID');

-- DropForeignKey
ALTER TABLE "LedgerEntry" DROP CONSTRAINT "LedgerEntry_paymentId_fkey";

-- DropIndex
DROP INDEX "LedgerLine_accountId_idx";

-- AlterTable
ALTER TABLE "AskedOnce" RENAME COLUMN "paymentId" TO "answerId";

-- AlterTable
ALTER TABLE "LedgerEntry" ADD COLUMN     "subject" TEXT,
ALTER COLUMN "paymentId" DROP NOT NULL;

-- AlterTable
ALTER TABLE "Payment" ADD COLUMN     "placeId" TEXT,
ADD COLUMN     "sessionId" TEXT;

-- CreateTable
CREATE TABLE "Escrow" (
    "sessionId" TEXT NOT NULL,
    "businessId" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "state" "EscrowState" NOT NULL,
    "heldMinor" BIGINT NOT NULL,
    "releasedMinor" BIGINT NOT NULL DEFAULT 0,
    "refundedMinor" BIGINT NOT NULL DEFAULT 0,
    "commissionMinor" BIGINT NOT NULL DEFAULT 0,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "Escrow_pkey" PRIMARY KEY ("sessionId")
);

-- CreateTable
CREATE TABLE "LedgerBalance" (
    "accountId" TEXT NOT NULL,
    "kind" "LedgerAccountKind" NOT NULL,
    "ownerId" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "balanceMinor" BIGINT NOT NULL,

    CONSTRAINT "LedgerBalance_pkey" PRIMARY KEY ("accountId")
);

-- CreateTable
CREATE TABLE "Sale" (
    "sellerOrderId" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "paymentId" TEXT NOT NULL,
    "businessId" TEXT NOT NULL,
    "courierId" TEXT,
    "currency" TEXT NOT NULL,
    "totalMinor" BIGINT NOT NULL,
    "subtotalMinor" BIGINT NOT NULL,
    "deliveryFeeMinor" BIGINT NOT NULL,
    "tipMinor" BIGINT NOT NULL,
    "commissionBasisPoints" INTEGER NOT NULL,
    "commissionMinor" BIGINT NOT NULL,
    "deliveredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Sale_pkey" PRIMARY KEY ("sellerOrderId")
);

-- CreateTable
CREATE TABLE "CommissionRule" (
    "id" TEXT NOT NULL,
    "businessId" TEXT NOT NULL,
    "basisPoints" INTEGER NOT NULL,
    "effectiveFrom" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdBy" TEXT NOT NULL,

    CONSTRAINT "CommissionRule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Payout" (
    "id" TEXT NOT NULL,
    "party" "PayoutParty" NOT NULL,
    "partyId" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "periodStart" TIMESTAMPTZ(3) NOT NULL,
    "periodEnd" TIMESTAMPTZ(3) NOT NULL,
    "openingMinor" BIGINT NOT NULL,
    "salesMinor" BIGINT NOT NULL,
    "commissionMinor" BIGINT NOT NULL,
    "feesMinor" BIGINT NOT NULL,
    "tipsMinor" BIGINT NOT NULL,
    "refundsMinor" BIGINT NOT NULL,
    "cashMinor" BIGINT NOT NULL,
    "netMinor" BIGINT NOT NULL,
    "payableMinor" BIGINT NOT NULL,
    "state" "PayoutState" NOT NULL,
    "reference" TEXT,
    "preparedAt" TIMESTAMPTZ(3) NOT NULL,
    "paidAt" TIMESTAMPTZ(3),

    CONSTRAINT "Payout_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PayoutLine" (
    "entryId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "payoutId" TEXT NOT NULL,

    CONSTRAINT "PayoutLine_pkey" PRIMARY KEY ("entryId","position")
);

-- CreateIndex
CREATE INDEX "LedgerBalance_kind_ownerId_idx" ON "LedgerBalance"("kind", "ownerId");

-- CreateIndex
CREATE INDEX "Sale_paymentId_idx" ON "Sale"("paymentId");

-- CreateIndex
CREATE UNIQUE INDEX "CommissionRule_businessId_effectiveFrom_key" ON "CommissionRule"("businessId", "effectiveFrom");

-- CreateIndex
CREATE INDEX "Payout_party_partyId_id_idx" ON "Payout"("party", "partyId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Payout_party_partyId_currency_periodStart_key" ON "Payout"("party", "partyId", "currency", "periodStart");

-- CreateIndex
CREATE UNIQUE INDEX "Payout_party_partyId_currency_periodEnd_key" ON "Payout"("party", "partyId", "currency", "periodEnd");

-- CreateIndex
CREATE INDEX "PayoutLine_payoutId_entryId_idx" ON "PayoutLine"("payoutId", "entryId");

-- CreateIndex
CREATE UNIQUE INDEX "LedgerEntry_kind_subject_key" ON "LedgerEntry"("kind", "subject");

-- CreateIndex
CREATE INDEX "LedgerLine_accountId_entryId_idx" ON "LedgerLine"("accountId", "entryId");

-- CreateIndex
CREATE UNIQUE INDEX "Payment_sessionId_placeId_key" ON "Payment"("sessionId", "placeId");

-- AddForeignKey
ALTER TABLE "LedgerEntry" ADD CONSTRAINT "LedgerEntry_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "Payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PayoutLine" ADD CONSTRAINT "PayoutLine_payoutId_fkey" FOREIGN KEY ("payoutId") REFERENCES "Payout"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PayoutLine" ADD CONSTRAINT "PayoutLine_entryId_position_fkey" FOREIGN KEY ("entryId", "position") REFERENCES "LedgerLine"("entryId", "position") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here: what Prisma's schema cannot say.

ALTER TABLE "Sale"
  ADD CONSTRAINT "Sale_amounts_check" CHECK (
    0 <= "subtotalMinor" AND 0 <= "deliveryFeeMinor" AND 0 <= "tipMinor" AND "deliveryFeeMinor" + "tipMinor" <= "totalMinor"),
  ADD CONSTRAINT "Sale_commission_check" CHECK (
    0 <= "commissionMinor" AND "commissionMinor" <= "totalMinor" - "deliveryFeeMinor" - "tipMinor");

ALTER TABLE "CommissionRule" ADD CONSTRAINT "CommissionRule_share_check" CHECK ("basisPoints" BETWEEN 0 AND 10000);

-- What the platform keeps where nothing else was agreed: 10 %.
INSERT INTO "CommissionRule" VALUES ('crl_standard', '*', 1000, '2000-01-01Z', '2000-01-01Z', 'payments');

ALTER TABLE "Payout"
  ADD CONSTRAINT "Payout_period_check" CHECK ("periodStart" < "periodEnd"),
  ADD CONSTRAINT "Payout_net_check" CHECK (
    "netMinor" = "openingMinor" + "salesMinor" + "commissionMinor" + "feesMinor" + "tipsMinor" + "refundsMinor" + "cashMinor"),
  ADD CONSTRAINT "Payout_payable_check" CHECK ("payableMinor" = greatest("netMinor", 0)),
  ADD CONSTRAINT "Payout_paid_check" CHECK (("state" = 'PAID') = ("paidAt" IS NOT NULL));

-- A statement stays as it was told; only its payment is added, once.
CREATE FUNCTION "guard_payout"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD."state" = 'PAID'
    OR to_jsonb(NEW) - ARRAY['state', 'reference', 'paidAt'] <> to_jsonb(OLD) - ARRAY['state', 'reference', 'paidAt'] THEN
    RAISE EXCEPTION 'a payout is told once and paid once' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END;
$$;

CREATE TRIGGER "Payout_once" BEFORE UPDATE OR DELETE ON "Payout" FOR EACH ROW EXECUTE FUNCTION "guard_payout"();

CREATE TRIGGER "PayoutLine_immutable" BEFORE UPDATE OR DELETE ON "PayoutLine"
  FOR EACH ROW EXECUTE FUNCTION "refuse_ledger_change"();

ALTER TABLE "Escrow"
  ADD CONSTRAINT "Escrow_amounts_check" CHECK ("heldMinor" >= 0 AND "releasedMinor" >= 0 AND "refundedMinor" >= 0
    AND 0 <= "commissionMinor" AND "commissionMinor" <= "releasedMinor"),
  ADD CONSTRAINT "Escrow_state_check" CHECK (CASE "state"
    WHEN 'OPEN' THEN "releasedMinor" = 0 AND "settledAt" IS NULL
    WHEN 'RELEASED' THEN "heldMinor" = 0 AND "settledAt" IS NOT NULL
    ELSE "heldMinor" = 0 AND "releasedMinor" = 0 AND "settledAt" IS NOT NULL END);

-- What was released or refunded as a whole stays so.
CREATE FUNCTION "guard_escrow"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD."state" <> 'OPEN' THEN
    RAISE EXCEPTION 'escrow of % is settled', OLD."sessionId" USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END;
$$;

CREATE TRIGGER "Escrow_settled" BEFORE UPDATE OR DELETE ON "Escrow" FOR EACH ROW EXECUTE FUNCTION "guard_escrow"();

-- Balances. Only accounts that belong to somebody have a row: one of the platform's own would be a queue for all payments.
ALTER TABLE "LedgerBalance" ADD CONSTRAINT "LedgerBalance_owned_check"
  CHECK ("kind" NOT IN ('CUSTOMER_WALLET', 'ESCROW') OR "balanceMinor" >= 0);

INSERT INTO "LedgerBalance" ("accountId", "kind", "ownerId", "currency", "balanceMinor")
SELECT account."id", account."kind", account."ownerId", account."currency", sum(line."amountMinor")
FROM "LedgerAccount" AS account JOIN "LedgerLine" AS line ON line."accountId" = account."id"
WHERE account."kind" = 'CUSTOMER_WALLET' GROUP BY account."id";

CREATE FUNCTION "keep_ledger_balance"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  change RECORD;
BEGIN
  -- In one order everywhere, so that two transactions never wait for each other.
  FOR change IN
    SELECT account."id", account."kind", account."ownerId", account."currency", sum(line."amountMinor") AS minor
    FROM added AS line JOIN "LedgerAccount" AS account ON account."id" = line."accountId"
    WHERE account."kind" IN ('CUSTOMER_WALLET', 'ESCROW', 'BUSINESS_PAYABLE', 'COURIER_PAYABLE', 'COURIER_CASH')
    GROUP BY account."id" ORDER BY account."id"
  LOOP
    UPDATE "LedgerBalance" SET "balanceMinor" = "balanceMinor" + change.minor WHERE "accountId" = change."id";
    IF NOT FOUND THEN
      INSERT INTO "LedgerBalance" ("accountId", "kind", "ownerId", "currency", "balanceMinor")
      VALUES (change."id", change."kind", change."ownerId", change."currency", change.minor)
      ON CONFLICT ("accountId") DO UPDATE SET "balanceMinor" = "LedgerBalance"."balanceMinor" + EXCLUDED."balanceMinor";
    END IF;
  END LOOP;
  RETURN NULL;
END;
$$;

CREATE TRIGGER "LedgerLine_balance" AFTER INSERT ON "LedgerLine" REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION "keep_ledger_balance"();

-- A balance changes by its lines only: not by a statement that somebody sends.
CREATE TRIGGER "LedgerBalance_kept" BEFORE INSERT OR UPDATE OR DELETE ON "LedgerBalance"
  FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION "refuse_ledger_change"();

-- What a wallet or an escrow says it holds is what its account holds: checked when the transaction commits.
CREATE FUNCTION "check_pocket"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  pocket RECORD;
  booked BIGINT;
  held BIGINT;
BEGIN
  IF TG_TABLE_NAME = 'Wallet' THEN SELECT 'CUSTOMER_WALLET' AS kind, NEW."customerId" AS owner, NEW."currency" AS currency INTO pocket;
  ELSIF TG_TABLE_NAME = 'Escrow' THEN SELECT 'ESCROW' AS kind, NEW."sessionId" AS owner, NEW."currency" AS currency INTO pocket;
  ELSIF NEW."kind" NOT IN ('CUSTOMER_WALLET', 'ESCROW') THEN RETURN NULL;
  ELSE SELECT NEW."kind"::text AS kind, NEW."ownerId" AS owner, NEW."currency" AS currency INTO pocket;
  END IF;
  SELECT "balanceMinor" INTO booked FROM "LedgerBalance"
  WHERE "accountId" = pocket.kind || ':' || pocket.owner || ':' || pocket.currency;
  IF pocket.kind = 'CUSTOMER_WALLET' THEN
    SELECT "balanceMinor" INTO held FROM "Wallet" WHERE "customerId" = pocket.owner AND "currency" = pocket.currency;
  ELSE
    SELECT "heldMinor" INTO held FROM "Escrow" WHERE "sessionId" = pocket.owner;
  END IF;
  IF coalesce(booked, 0) <> coalesce(held, 0) THEN
    RAISE EXCEPTION '% of % holds % but % are booked', pocket.kind, pocket.owner, coalesce(held, 0), coalesce(booked, 0)
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END;
$$;

CREATE CONSTRAINT TRIGGER "Wallet_booked" AFTER INSERT OR UPDATE ON "Wallet"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "check_pocket"();
CREATE CONSTRAINT TRIGGER "Escrow_booked" AFTER INSERT OR UPDATE ON "Escrow"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "check_pocket"();
CREATE CONSTRAINT TRIGGER "LedgerBalance_held" AFTER INSERT OR UPDATE ON "LedgerBalance"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "check_pocket"();
