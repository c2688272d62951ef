-- CreateEnum
CREATE TYPE "RatingSubject" AS ENUM ('ORDER', 'BUSINESS', 'COURIER');

-- CreateTable
CREATE TABLE "RatingRight" (
    "customerId" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "subject" "RatingSubject" NOT NULL,
    "subjectId" TEXT NOT NULL,
    "deliveredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RatingRight_pkey" PRIMARY KEY ("customerId","orderId","subject","subjectId")
);

-- CreateTable
CREATE TABLE "Rating" (
    "id" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "subject" "RatingSubject" NOT NULL,
    "subjectId" TEXT NOT NULL,
    "score" INTEGER NOT NULL,
    "review" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Rating_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RatingTotal" (
    "subject" "RatingSubject" NOT NULL,
    "subjectId" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "sum" INTEGER NOT NULL,

    CONSTRAINT "RatingTotal_pkey" PRIMARY KEY ("subject","subjectId")
);

-- CreateIndex
CREATE UNIQUE INDEX "Rating_customerId_orderId_subject_subjectId_key" ON "Rating"("customerId", "orderId", "subject", "subjectId");

-- AddForeignKey
ALTER TABLE "Rating" ADD CONSTRAINT "Rating_customerId_orderId_subject_subjectId_fkey" FOREIGN KEY ("customerId", "orderId", "subject", "subjectId") REFERENCES "RatingRight"("customerId", "orderId", "subject", "subjectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here: what Prisma's schema cannot say.

ALTER TABLE "Rating"
  ADD CONSTRAINT "Rating_score_check" CHECK ("score" BETWEEN 1 AND 5),
  ADD CONSTRAINT "Rating_review_check" CHECK (char_length("review") BETWEEN 1 AND 2000);

ALTER TABLE "RatingTotal"
  ADD CONSTRAINT "RatingTotal_sum_check" CHECK ("count" > 0 AND "sum" BETWEEN "count" AND 5 * "count");
