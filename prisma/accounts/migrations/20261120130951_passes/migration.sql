-- CreateEnum
CREATE TYPE "PassStatus" AS ENUM ('PENDING', 'ACTIVE', 'EXPIRED', 'CANCELLED');

-- CreateTable
CREATE TABLE "facility" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "version" BIGINT NOT NULL,

    CONSTRAINT "facility_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pass_product" (
    "id" UUID NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "facility_ids" TEXT[],
    "amount" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "tax_percent" TEXT,
    "months" INTEGER NOT NULL,
    "time_zone" TEXT NOT NULL,
    "is_on_sale" BOOLEAN NOT NULL,
    "offered_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "pass_product_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pass" (
    "id" UUID NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "product_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,
    "vehicle_id" UUID NOT NULL,
    "registration" TEXT NOT NULL,
    "facility_ids" TEXT[],
    "amount" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "tax_percent" TEXT,
    "status" "PassStatus" NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_until" TIMESTAMPTZ(6) NOT NULL,
    "bought_at" TIMESTAMPTZ(6) NOT NULL,
    "activated_at" TIMESTAMPTZ(6),
    "cancelled_at" TIMESTAMPTZ(6),
    "cancel_reason" TEXT,
    "version" INTEGER NOT NULL,

    CONSTRAINT "pass_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "facility_tenant" ON "facility"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "pass_product_tenant" ON "pass_product"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "pass_customer" ON "pass"("customer_id", "id");

-- CreateIndex
CREATE INDEX "pass_vehicle" ON "pass"("vehicle_id", "id");

-- CreateIndex
CREATE INDEX "pass_tenant" ON "pass"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "pass_product_passes" ON "pass"("product_id");

-- CreateIndex
CREATE INDEX "pass_end" ON "pass"("status", "valid_until");

-- AddForeignKey
ALTER TABLE "pass" ADD CONSTRAINT "pass_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "pass_product"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pass" ADD CONSTRAINT "pass_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pass" ADD CONSTRAINT "pass_vehicle_id_fkey" FOREIGN KEY ("vehicle_id") REFERENCES "vehicle"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What no state of a pass may break.
ALTER TABLE "pass" ADD CONSTRAINT "pass_lasts" CHECK ("valid_from" < "valid_until");
ALTER TABLE "pass" ADD CONSTRAINT "pass_paid" CHECK ("status" NOT IN ('ACTIVE', 'EXPIRED') OR "activated_at" IS NOT NULL);
ALTER TABLE "pass" ADD CONSTRAINT "pass_cancelled" CHECK (("status" = 'CANCELLED') = ("cancelled_at" IS NOT NULL));
ALTER TABLE "pass_product" ADD CONSTRAINT "pass_product_months" CHECK ("months" BETWEEN 1 AND 36);
