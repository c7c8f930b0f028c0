-- CreateTable
CREATE TABLE "pass" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "registration" TEXT NOT NULL,
    "facility_ids" TEXT[],
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" TIMESTAMPTZ(3) NOT NULL,
    "activated_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL,

    CONSTRAINT "pass_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "pass_of_registration" ON "pass"("registration", "tenant_id");
