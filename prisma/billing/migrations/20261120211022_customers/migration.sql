-- CreateIndex
CREATE INDEX "charge_of_customer" ON "charge"("customer_id") WHERE (customer_id IS NOT NULL);

-- CreateIndex
CREATE INDEX "ledger_posting_of_customer" ON "ledger_posting"("customer_id") WHERE (customer_id IS NOT NULL);

-- CreateIndex
CREATE INDEX "ownership_of_customer" ON "ownership"("customer_id") WHERE (customer_id IS NOT NULL);

-- CreateIndex
CREATE INDEX "pass_of_customer" ON "pass"("customer_id");

-- CreateIndex
CREATE INDEX "reservation_of_customer" ON "reservation"("customer_id") WHERE (customer_id IS NOT NULL);

-- CreateIndex
CREATE INDEX "stay_of_customer" ON "stay"("customer_id") WHERE (customer_id IS NOT NULL);
