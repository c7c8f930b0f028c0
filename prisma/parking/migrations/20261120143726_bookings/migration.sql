-- AlterTable
ALTER TABLE "slot" ADD COLUMN     "booked_from" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "slot_booking" (
    "id" TEXT NOT NULL,
    "reservation_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "slot_id" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,

    CONSTRAINT "slot_booking_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "booking_of_slot" ON "slot_booking"("slot_id", "from") WHERE (status = 'PLANNED');

-- CreateIndex
CREATE INDEX "booking_of_reservation" ON "slot_booking"("reservation_id");

-- CreateIndex
CREATE INDEX "slot_booked" ON "slot"("facility_id", "booked_from") WHERE (status = 'AVAILABLE' AND booked_from IS NOT NULL);

-- What must hold whatever the code does.
ALTER TABLE "slot_booking" ADD CONSTRAINT "booking_status" CHECK (
  "status" IN ('PLANNED', 'OPENED', 'REFUSED', 'OVER'));
ALTER TABLE "slot_booking" ADD CONSTRAINT "booking_lasts" CHECK ("from" <= "until");
