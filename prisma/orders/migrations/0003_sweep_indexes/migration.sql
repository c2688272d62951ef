-- CreateIndex
CREATE INDEX "CancelRequest_requestedAt_idx" ON "CancelRequest"("requestedAt");

-- CreateIndex
CREATE INDEX "Checkout_startedAt_idx" ON "Checkout"("startedAt");
