-- CreateIndex
CREATE INDEX "erasure_of_account" ON "erasure"("account_id");
