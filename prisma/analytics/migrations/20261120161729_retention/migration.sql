-- CreateTable
CREATE TABLE "pruned" (
    "projection" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pruned_pkey" PRIMARY KEY ("projection")
);
