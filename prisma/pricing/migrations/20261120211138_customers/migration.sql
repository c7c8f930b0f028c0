-- CreateIndex
CREATE INDEX "pass_of_customer" ON "pass"("customer_id");

-- CreateIndex
CREATE INDEX "quote_of_customer" ON "quote"("customer_id");
