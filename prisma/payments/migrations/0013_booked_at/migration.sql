-- CreateIndex
CREATE INDEX "LedgerEntry_bookedAt_idx" ON "LedgerEntry"("bookedAt");
