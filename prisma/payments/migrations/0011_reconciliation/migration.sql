-- CreateEnum
CREATE TYPE "ReconciliationStep" AS ENUM ('THEIR_PAYMENTS', 'THEIR_REFUNDS', 'OUR_PAYMENTS', 'OUR_REFUNDS', 'DONE');

-- CreateEnum
CREATE TYPE "RecordSubject" AS ENUM ('PAYMENT', 'REFUND');

-- CreateEnum
CREATE TYPE "DifferenceKind" AS ENUM ('MISSING_HERE', 'MISSING_THERE', 'AMOUNT_DIFFERS', 'STATUS_DIFFERS');

-- CreateTable
CREATE TABLE "Reconciliation" (
    "id" TEXT NOT NULL,
    "requestKey" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "periodFrom" TIMESTAMPTZ(3) NOT NULL,
    "periodTo" TIMESTAMPTZ(3) NOT NULL,
    "step" "ReconciliationStep" NOT NULL,
    "cursor" TEXT,
    "compared" INTEGER NOT NULL DEFAULT 0,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Reconciliation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReconciliationMatch" (
    "reconciliationId" TEXT NOT NULL,
    "ourId" TEXT NOT NULL,

    CONSTRAINT "ReconciliationMatch_pkey" PRIMARY KEY ("reconciliationId","ourId")
);

-- CreateTable
CREATE TABLE "ReconciliationDifference" (
    "id" TEXT NOT NULL,
    "reconciliationId" TEXT NOT NULL,
    "kind" "DifferenceKind" NOT NULL,
    "about" "RecordSubject" NOT NULL,
    "subject" TEXT NOT NULL,
    "paymentId" TEXT,
    "refundId" TEXT,
    "reference" TEXT,
    "hereMinor" BIGINT,
    "hereCurrency" TEXT,
    "thereMinor" BIGINT,
    "thereCurrency" TEXT,
    "thereStatus" TEXT,
    "foundAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ReconciliationDifference_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Reconciliation_requestKey_key" ON "Reconciliation"("requestKey");

-- CreateIndex
CREATE INDEX "ReconciliationDifference_reconciliationId_id_idx" ON "ReconciliationDifference"("reconciliationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ReconciliationDifference_reconciliationId_about_subject_key" ON "ReconciliationDifference"("reconciliationId", "about", "subject");

-- AddForeignKey
ALTER TABLE "ReconciliationMatch" ADD CONSTRAINT "ReconciliationMatch_reconciliationId_fkey" FOREIGN KEY ("reconciliationId") REFERENCES "Reconciliation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReconciliationDifference" ADD CONSTRAINT "ReconciliationDifference_reconciliationId_fkey" FOREIGN KEY ("reconciliationId") REFERENCES "Reconciliation"("id") ON DELETE CASCADE ON UPDATE CASCADE;
