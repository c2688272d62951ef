-- CreateTable
CREATE TABLE "DeliveryPress" (
    "courierUserId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "pressedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DeliveryPress_pkey" PRIMARY KEY ("courierUserId","key")
);

-- CreateIndex
CREATE INDEX "DeliveryPress_pressedAt_idx" ON "DeliveryPress"("pressedAt");
