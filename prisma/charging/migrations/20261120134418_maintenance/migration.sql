-- AlterTable
ALTER TABLE "station" ADD COLUMN     "work_done_to" TIMESTAMPTZ(3),
ADD COLUMN     "work_due_at" TIMESTAMPTZ(3),
ADD COLUMN     "work_until" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "station_work_due" ON "station"("work_due_at");
