-- CreateTable
CREATE TABLE "CourierTrail" (
    "courierId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "latitude" DOUBLE PRECISION NOT NULL,
    "longitude" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "CourierTrail_pkey" PRIMARY KEY ("courierId","at")
);

-- CreateIndex
CREATE INDEX "CourierTrail_at_idx" ON "CourierTrail"("at");

-- AddForeignKey
ALTER TABLE "CourierTrail" ADD CONSTRAINT "CourierTrail_courierId_fkey" FOREIGN KEY ("courierId") REFERENCES "Courier"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand from here: what Prisma's schema cannot say.

ALTER TABLE "CourierTrail" ADD CONSTRAINT "CourierTrail_place_check" CHECK (
  "latitude" BETWEEN -90 AND 90 AND "longitude" BETWEEN -180 AND 180
);
