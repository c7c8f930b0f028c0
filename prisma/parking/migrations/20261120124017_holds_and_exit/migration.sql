-- CreateEnum
CREATE TYPE "exit_payment" AS ENUM ('PAY_AFTER_EXIT', 'PAY_PRIOR_TO_EXIT');

-- CreateEnum
CREATE TYPE "hold_kind" AS ENUM ('CHARGING_OFFER', 'RESERVATION');

-- CreateEnum
CREATE TYPE "hold_status" AS ENUM ('HELD', 'REFUSED', 'ARRIVED', 'EXPIRED', 'RELEASED');

-- AlterEnum
ALTER TYPE "correction_kind" ADD VALUE 'EXIT_OPENED';

-- AlterTable
ALTER TABLE "facility" ADD COLUMN     "exit_free_minutes" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "exit_grace_seconds" INTEGER NOT NULL DEFAULT 900,
ADD COLUMN     "exit_payment" "exit_payment" NOT NULL DEFAULT 'PAY_AFTER_EXIT';

-- AlterTable
ALTER TABLE "parking_session" ADD COLUMN     "paid_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "slot" ADD COLUMN     "hold_id" TEXT;

-- CreateTable
CREATE TABLE "slot_hold" (
    "id" TEXT NOT NULL,
    "kind" "hold_kind" NOT NULL,
    "source_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "slot_id" TEXT NOT NULL,
    "registration" TEXT NOT NULL,
    "status" "hold_status" NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "held_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL,

    CONSTRAINT "slot_hold_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "hold_of_vehicle" ON "slot_hold"("registration", "facility_id") WHERE (status = 'HELD');

-- CreateIndex
CREATE INDEX "hold_until" ON "slot_hold"("until") WHERE (status = 'HELD');

-- CreateIndex
CREATE UNIQUE INDEX "one_hold_a_source" ON "slot_hold"("kind", "source_id");

-- CreateIndex
CREATE UNIQUE INDEX "one_hold_a_slot" ON "slot_hold"("slot_id") WHERE (status = 'HELD');

-- What must hold whatever the code does.

-- A slot is kept exactly while it has a hold.
ALTER TABLE "slot" ADD CONSTRAINT "slot_kept_by_hold"
  CHECK (("status" = 'RESERVED') = ("hold_id" IS NOT NULL));

ALTER TABLE "slot_hold" ADD CONSTRAINT "hold_ended" CHECK (("status" = 'HELD') = ("ended_at" IS NULL));
ALTER TABLE "slot_hold" ADD CONSTRAINT "hold_version" CHECK ("version" >= 1);

ALTER TABLE "facility" ADD CONSTRAINT "facility_exit_terms"
  CHECK ("exit_grace_seconds" >= 0 AND "exit_free_minutes" >= 0);
