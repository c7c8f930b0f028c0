-- CreateTable
CREATE TABLE "reservation" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "customer_id" TEXT,
    "registration" TEXT NOT NULL,
    "parking_session_id" TEXT,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "charges" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "invoiced_at" TIMESTAMPTZ(3),

    CONSTRAINT "reservation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "reservation_of_stay" ON "reservation"("parking_session_id");

-- What must hold whatever the code does. A reservation that nobody came for has an invoice of its own.
ALTER TABLE "invoice" DROP CONSTRAINT "invoice_kinds", DROP CONSTRAINT "invoice_is_for_something";
ALTER TABLE "invoice"
  ADD CONSTRAINT "invoice_kinds" CHECK (
    "kind" IN ('INVOICE', 'CREDIT_NOTE') AND "purpose" IN ('STAY', 'SUPPLEMENT', 'PASS', 'RESERVATION')
    AND "status" IN ('DRAFT', 'ISSUED', 'CANCELLED')),
  ADD CONSTRAINT "invoice_is_for_something" CHECK (
    ("purpose" = 'PASS') = ("pass_id" IS NOT NULL)
    AND ("purpose" IN ('STAY', 'SUPPLEMENT')) = ("parking_session_id" IS NOT NULL));
ALTER TABLE "reservation" ADD CONSTRAINT "reservation_invoiced_alone" CHECK (
  "parking_session_id" IS NULL OR "invoiced_at" IS NULL);
