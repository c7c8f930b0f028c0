-- CreateIndex
CREATE INDEX "booking_over" ON "slot_booking"("until") WHERE (status <> 'PLANNED');

-- CreateIndex
CREATE INDEX "hold_ended" ON "slot_hold"("ended_at");

-- CreateIndex
CREATE INDEX "vehicle_of_customer" ON "vehicle"("customer_id") WHERE (customer_id IS NOT NULL);
