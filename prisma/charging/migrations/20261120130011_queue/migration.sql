-- CreateEnum
CREATE TYPE "queue_status" AS ENUM ('WAITING', 'SNOOZED', 'OFFERED', 'TAKEN', 'FULFILLED', 'LEFT', 'EXPIRED');

-- CreateTable
CREATE TABLE "charging_queue" (
    "facility_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "next_place" INTEGER NOT NULL DEFAULT 1,
    "due_at" TIMESTAMPTZ(3),
    "refused_slots" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "charging_queue_pkey" PRIMARY KEY ("facility_id")
);

-- CreateTable
CREATE TABLE "queue_entry" (
    "id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "registration" TEXT NOT NULL,
    "customer_id" TEXT,
    "connector_types" TEXT[],
    "status" "queue_status" NOT NULL,
    "place" INTEGER NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,
    "snoozes" INTEGER NOT NULL DEFAULT 0,
    "snoozed_until" TIMESTAMPTZ(3),
    "offer_id" TEXT,
    "connector_id" TEXT,
    "slot_id" TEXT,
    "offered_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "taken_at" TIMESTAMPTZ(3),
    "kept_until" TIMESTAMPTZ(3),
    "is_slot_kept" BOOLEAN NOT NULL DEFAULT false,
    "last_offer_id" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "position" INTEGER,
    "estimated_wait_seconds" INTEGER,
    "version" INTEGER NOT NULL,

    CONSTRAINT "queue_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "queue_due" ON "charging_queue"("due_at");

-- CreateIndex
CREATE UNIQUE INDEX "entry_of_offer" ON "queue_entry"("last_offer_id");

-- CreateIndex
CREATE INDEX "entry_of_customer" ON "queue_entry"("customer_id", "joined_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "one_entry_a_place" ON "queue_entry"("facility_id", "place");

-- CreateIndex
CREATE UNIQUE INDEX "one_entry_a_vehicle" ON "queue_entry"("facility_id", "registration") WHERE (ended_at IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "one_offer_a_connector" ON "queue_entry"("connector_id") WHERE (connector_id IS NOT NULL);

-- CreateIndex
CREATE INDEX "stay_at_slot" ON "stay"("slot_id") WHERE (left_at IS NULL);

-- What must hold whatever the code does.

ALTER TABLE "queue_entry" ADD CONSTRAINT "entry_ended"
  CHECK (("ended_at" IS NULL) = ("status" IN ('WAITING', 'SNOOZED', 'OFFERED', 'TAKEN')));
ALTER TABLE "queue_entry" ADD CONSTRAINT "entry_snoozed"
  CHECK (("snoozed_until" IS NOT NULL) = ("status" = 'SNOOZED'));
ALTER TABLE "queue_entry" ADD CONSTRAINT "entry_offer" CHECK (
  CASE WHEN "status" IN ('OFFERED', 'TAKEN')
    THEN "offer_id" = "last_offer_id" AND "connector_id" IS NOT NULL AND "offered_at" IS NOT NULL AND "expires_at" IS NOT NULL
    ELSE "offer_id" IS NULL AND "connector_id" IS NULL
  END
);
ALTER TABLE "queue_entry" ADD CONSTRAINT "entry_taken"
  CHECK (("status" = 'TAKEN') = ("taken_at" IS NOT NULL AND "kept_until" IS NOT NULL));
ALTER TABLE "queue_entry" ADD CONSTRAINT "entry_version" CHECK ("version" >= 1);
