-- CreateIndex
CREATE INDEX "booking_over" ON "slot_booking"("until") WHERE (status <> 'PLANNED');

-- CreateIndex
CREATE INDEX "hold_ended" ON "slot_hold"("ended_at");
