-- CreateEnum
CREATE TYPE "slot_size" AS ENUM ('COMPACT', 'STANDARD', 'LARGE');

-- CreateEnum
CREATE TYPE "slot_kind" AS ENUM ('ICE', 'EV');

-- CreateEnum
CREATE TYPE "slot_status" AS ENUM ('AVAILABLE', 'OCCUPIED', 'RESERVED', 'MAINTENANCE');

-- CreateEnum
CREATE TYPE "session_status" AS ENUM ('OPEN', 'CLOSED', 'MERGED');

-- CreateEnum
CREATE TYPE "session_end" AS ENUM ('LEFT', 'FORGOTTEN', 'MERGED');

-- CreateEnum
CREATE TYPE "correction_kind" AS ENUM ('REGISTRATION', 'MERGED_FROM', 'MERGED_INTO', 'FORGOTTEN', 'LOST_TICKET');

-- CreateEnum
CREATE TYPE "setting_scope" AS ENUM ('TENANT', 'FACILITY');

-- CreateTable
CREATE TABLE "facility" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "external_id" TEXT,
    "name" TEXT NOT NULL,
    "latitude" DOUBLE PRECISION NOT NULL,
    "longitude" DOUBLE PRECISION NOT NULL,
    "time_zone" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "ev_policy" TEXT NOT NULL,
    "opening_periods" JSONB NOT NULL,
    "special_days" JSONB NOT NULL,
    "capacity" INTEGER NOT NULL,
    "snapshot_version" INTEGER NOT NULL,
    "status_version" INTEGER NOT NULL,

    CONSTRAINT "facility_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vehicle" (
    "id" TEXT NOT NULL,
    "registration" TEXT NOT NULL,
    "customer_id" TEXT,
    "size" "slot_size" NOT NULL,
    "is_electric" BOOLEAN NOT NULL,
    "make" TEXT,
    "model" TEXT,
    "colour" TEXT,
    "active" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "vehicle_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "scope" "setting_scope" NOT NULL,
    "scope_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" JSONB,
    "version" INTEGER NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("scope","scope_id","key")
);

-- CreateTable
CREATE TABLE "facility_occupancy" (
    "facility_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "free" INTEGER[] DEFAULT ARRAY[0, 0, 0, 0, 0, 0]::INTEGER[],
    "occupied" INTEGER[] DEFAULT ARRAY[0, 0, 0, 0, 0, 0]::INTEGER[],
    "reserved" INTEGER[] DEFAULT ARRAY[0, 0, 0, 0, 0, 0]::INTEGER[],
    "maintenance" INTEGER[] DEFAULT ARRAY[0, 0, 0, 0, 0, 0]::INTEGER[],
    "taken" INTEGER NOT NULL DEFAULT 0,
    "in_service" INTEGER NOT NULL DEFAULT 0,
    "is_high" BOOLEAN NOT NULL DEFAULT false,
    "level_version" INTEGER NOT NULL DEFAULT 0,
    "high_percent" INTEGER NOT NULL DEFAULT 90,
    "normal_percent" INTEGER NOT NULL DEFAULT 80,
    "counted_free" INTEGER,
    "counted_at" TIMESTAMPTZ(3),

    CONSTRAINT "facility_occupancy_pkey" PRIMARY KEY ("facility_id")
);

-- CreateTable
CREATE TABLE "facility_count" (
    "facility_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "free" INTEGER NOT NULL,
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "facility_count_pkey" PRIMARY KEY ("facility_id","at")
);

-- CreateTable
CREATE TABLE "level" (
    "id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,

    CONSTRAINT "level_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "slot" (
    "id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "level_id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "size" "slot_size" NOT NULL,
    "kind" "slot_kind" NOT NULL,
    "distance_metres" INTEGER NOT NULL,
    "status" "slot_status" NOT NULL DEFAULT 'AVAILABLE',
    "session_id" TEXT,

    CONSTRAINT "slot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "parking_session" (
    "id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "slot_id" TEXT NOT NULL,
    "registration" TEXT NOT NULL,
    "registration_written" TEXT NOT NULL,
    "customer_id" TEXT,
    "make" TEXT,
    "model" TEXT,
    "colour" TEXT,
    "size" "slot_size" NOT NULL,
    "is_electric" BOOLEAN NOT NULL,
    "status" "session_status" NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),
    "ending" "session_end",
    "lost_ticket" BOOLEAN NOT NULL DEFAULT false,
    "merged_into_id" TEXT,
    "version" INTEGER NOT NULL,

    CONSTRAINT "parking_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session_correction" (
    "id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "kind" "correction_kind" NOT NULL,
    "other_session_id" TEXT,
    "reason" TEXT NOT NULL,
    "corrected_by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "before" JSONB NOT NULL,
    "after" JSONB NOT NULL,

    CONSTRAINT "session_correction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "aggregate_type" TEXT NOT NULL,
    "aggregate_id" TEXT NOT NULL,
    "aggregate_version" BIGINT NOT NULL,
    "data" JSONB NOT NULL,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "tenant_id" TEXT,
    "actor_id" TEXT NOT NULL,
    "traceparent" TEXT,
    "position" BIGSERIAL NOT NULL,
    "published_at" TIMESTAMPTZ(6),
    "stream_seq" BIGINT,
    "republished" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbox" (
    "consumer" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("consumer","event_id")
);

-- CreateTable
CREATE TABLE "inbox_aggregate" (
    "consumer" TEXT NOT NULL,
    "aggregate_type" TEXT NOT NULL,
    "aggregate_id" TEXT NOT NULL,
    "version" BIGINT NOT NULL,
    "parked_at" TIMESTAMPTZ(6),

    CONSTRAINT "inbox_aggregate_pkey" PRIMARY KEY ("consumer","aggregate_type","aggregate_id")
);

-- CreateTable
CREATE TABLE "dead_letter" (
    "id" UUID NOT NULL,
    "position" BIGSERIAL NOT NULL,
    "consumer" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "aggregate_type" TEXT,
    "aggregate_id" TEXT,
    "envelope" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "parked_at" TIMESTAMPTZ(6) NOT NULL,
    "retry_at" TIMESTAMPTZ(6),

    CONSTRAINT "dead_letter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency" (
    "key" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "response" JSONB,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_pkey" PRIMARY KEY ("actor_id","operation","key")
);

-- CreateTable
CREATE TABLE "stream_state" (
    "stream" TEXT NOT NULL,
    "epoch" TEXT NOT NULL,
    "last_seq" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "stream_state_pkey" PRIMARY KEY ("stream")
);

-- CreateIndex
CREATE INDEX "facility_external_id" ON "facility"("tenant_id", "external_id");

-- CreateIndex
CREATE INDEX "vehicle_registration" ON "vehicle"("registration", "active");

-- CreateIndex
CREATE INDEX "level_order" ON "level"("facility_id", "ordinal", "name");

-- CreateIndex
CREATE UNIQUE INDEX "level_facility_id_name_key" ON "level"("facility_id", "name");

-- CreateIndex
CREATE INDEX "slot_choice" ON "slot"("facility_id", "kind", "size", "distance_metres", "number") WHERE (status = 'AVAILABLE');

-- CreateIndex
CREATE INDEX "slot_level" ON "slot"("level_id");

-- CreateIndex
CREATE UNIQUE INDEX "slot_facility_id_number_key" ON "slot"("facility_id", "number");

-- CreateIndex
CREATE INDEX "session_of_facility" ON "parking_session"("facility_id", "entered_at", "id");

-- CreateIndex
CREATE INDEX "session_of_tenant" ON "parking_session"("tenant_id", "entered_at", "id");

-- CreateIndex
CREATE INDEX "session_of_vehicle" ON "parking_session"("registration", "entered_at", "id");

-- CreateIndex
CREATE INDEX "session_of_customer" ON "parking_session"("customer_id", "entered_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "one_place_a_vehicle" ON "parking_session"("registration") WHERE (status = 'OPEN');

-- CreateIndex
CREATE UNIQUE INDEX "one_vehicle_a_slot" ON "parking_session"("slot_id") WHERE (status = 'OPEN');

-- CreateIndex
CREATE INDEX "correction_of_session" ON "session_correction"("session_id", "id");

-- CreateIndex
CREATE INDEX "outbox_position" ON "outbox"("position");

-- CreateIndex
CREATE INDEX "outbox_unpublished" ON "outbox"("published_at", "position");

-- CreateIndex
CREATE INDEX "outbox_stream_seq" ON "outbox"("stream_seq");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_aggregate_type_aggregate_id_aggregate_version_key" ON "outbox"("aggregate_type", "aggregate_id", "aggregate_version");

-- CreateIndex
CREATE INDEX "inbox_received_at" ON "inbox"("received_at");

-- CreateIndex
CREATE INDEX "dead_letter_aggregate" ON "dead_letter"("consumer", "aggregate_type", "aggregate_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "dead_letter_consumer_event_id_key" ON "dead_letter"("consumer", "event_id");

-- CreateIndex
CREATE INDEX "idempotency_created_at" ON "idempotency"("created_at");

-- AddForeignKey
ALTER TABLE "slot" ADD CONSTRAINT "slot_level_id_fkey" FOREIGN KEY ("level_id") REFERENCES "level"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What must hold whatever the code does.

-- A slot is occupied by exactly one session, or by none.
ALTER TABLE "slot" ADD CONSTRAINT "slot_occupied_by_session"
  CHECK (("status" = 'OCCUPIED') = ("session_id" IS NOT NULL));
ALTER TABLE "slot" ADD CONSTRAINT "slot_distance" CHECK ("distance_metres" >= 0);

-- A session has what its status says, and nothing else.
ALTER TABLE "parking_session" ADD CONSTRAINT "session_status_fields" CHECK (
  CASE "status"
    WHEN 'OPEN' THEN "left_at" IS NULL AND "ending" IS NULL AND "merged_into_id" IS NULL
    WHEN 'CLOSED' THEN "left_at" IS NOT NULL AND "ending" IN ('LEFT', 'FORGOTTEN') AND "merged_into_id" IS NULL
    WHEN 'MERGED' THEN "left_at" IS NULL AND "ending" = 'MERGED' AND "merged_into_id" IS NOT NULL
  END
);
ALTER TABLE "parking_session" ADD CONSTRAINT "session_leaves_after_entry" CHECK ("left_at" >= "entered_at");
ALTER TABLE "parking_session" ADD CONSTRAINT "session_version" CHECK ("version" >= 1);

-- Counters never go below nothing, and the two sums are those of the arrays.
ALTER TABLE "facility_occupancy" ADD CONSTRAINT "occupancy_counts" CHECK (
  0 <= ALL ("free") AND 0 <= ALL ("occupied") AND 0 <= ALL ("reserved") AND 0 <= ALL ("maintenance")
  AND cardinality("free") = 6 AND cardinality("occupied") = 6
  AND cardinality("reserved") = 6 AND cardinality("maintenance") = 6
);
ALTER TABLE "facility_occupancy" ADD CONSTRAINT "occupancy_taken" CHECK (
  "taken" = "occupied"[1] + "occupied"[2] + "occupied"[3] + "occupied"[4] + "occupied"[5] + "occupied"[6]
    + "reserved"[1] + "reserved"[2] + "reserved"[3] + "reserved"[4] + "reserved"[5] + "reserved"[6]
);
ALTER TABLE "facility_occupancy" ADD CONSTRAINT "occupancy_in_service" CHECK (
  "in_service" = "taken" + "free"[1] + "free"[2] + "free"[3] + "free"[4] + "free"[5] + "free"[6]
);
ALTER TABLE "facility_occupancy" ADD CONSTRAINT "occupancy_thresholds" CHECK (
  "high_percent" BETWEEN 1 AND 100 AND "normal_percent" BETWEEN 0 AND "high_percent" - 1
);
ALTER TABLE "facility_occupancy" ADD CONSTRAINT "occupancy_counted_at"
  CHECK (("counted_free" IS NULL) = ("counted_at" IS NULL));

-- Corrections are an audit trail: they are added, never changed. The function's semicolon is written \073,
-- as the migrate engine takes every semicolon for the end of a statement.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS
  E'BEGIN RAISE EXCEPTION ''Rows of % are never changed.'', TG_TABLE_NAME \073 END';
CREATE TRIGGER "session_correction_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "session_correction"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
