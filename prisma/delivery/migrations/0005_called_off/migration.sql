-- CreateTable
CREATE TABLE "CalledOff" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CalledOff_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CalledOff_at_idx" ON "CalledOff"("at");
