-- CreateTable
CREATE TABLE "reservation_fact" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "is_booked" BOOLEAN NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "reservation_fact_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "reservation_fact_starts" ON "reservation_fact"("facility_id", "starts_at");
