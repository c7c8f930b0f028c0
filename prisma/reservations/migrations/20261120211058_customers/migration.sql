-- CreateIndex
CREATE INDEX "vehicle_of_customer" ON "vehicle"("customer_id") WHERE (customer_id IS NOT NULL);
