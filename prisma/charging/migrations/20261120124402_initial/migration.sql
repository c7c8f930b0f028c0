-- CreateEnum
CREATE TYPE "station_status" AS ENUM ('ONLINE', 'OFFLINE', 'MAINTENANCE', 'RETIRED');

-- CreateEnum
CREATE TYPE "connector_status" AS ENUM ('AVAILABLE', 'BLOCKED', 'CHARGING', 'INOPERATIVE', 'OUTOFORDER', 'PLANNED', 'REMOVED', 'RESERVED', 'UNKNOWN');

-- CreateEnum
CREATE TYPE "charging_status" AS ENUM ('PENDING', 'ACTIVE', 'PAUSED', 'COMPLETED', 'INTERRUPTED');

-- CreateEnum
CREATE TYPE "stop_reason" AS ENUM ('REQUESTED', 'TARGET_SOC', 'TARGET_ENERGY', 'COST_LIMIT', 'TIME_LIMIT', 'UNPLUGGED', 'LEFT', 'FAULT', 'STATION_OFFLINE', 'FALSE_START', 'STAFF');

-- CreateEnum
CREATE TYPE "proposal_status" AS ENUM ('OPEN', 'ACCEPTED', 'DECLINED', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "setting_scope" AS ENUM ('TENANT', 'FACILITY');

-- CreateTable
CREATE TABLE "station" (
    "id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "manufacturer" TEXT,
    "model" TEXT,
    "serial_number" TEXT,
    "warranty_until" DATE,
    "status" "station_status" NOT NULL,
    "status_reason" TEXT,
    "status_since" TIMESTAMPTZ(3) NOT NULL,
    "last_heard_at" TIMESTAMPTZ(3) NOT NULL,
    "maintenance" JSONB NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "station_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "charger" (
    "id" TEXT NOT NULL,
    "station_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "slot_id" TEXT,
    "level" TEXT NOT NULL,
    "power_w" INTEGER NOT NULL,

    CONSTRAINT "charger_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connector" (
    "id" TEXT NOT NULL,
    "charger_id" TEXT NOT NULL,
    "station_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "power_w" INTEGER NOT NULL,
    "status" "connector_status" NOT NULL,
    "status_since" TIMESTAMPTZ(3) NOT NULL,
    "device_status" TEXT,
    "plugged_in" BOOLEAN NOT NULL DEFAULT false,
    "fault_code" TEXT,
    "fault_description" TEXT,
    "session_id" TEXT,
    "reserved_for" TEXT,
    "offer_id" TEXT,
    "reserved_until" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL,

    CONSTRAINT "connector_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "charging_session" (
    "id" TEXT NOT NULL,
    "station_id" TEXT NOT NULL,
    "charger_id" TEXT NOT NULL,
    "connector_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "slot_id" TEXT,
    "parking_session_id" TEXT NOT NULL,
    "registration" TEXT NOT NULL,
    "customer_id" TEXT,
    "tariff_version_id" TEXT,
    "time_zone" TEXT NOT NULL,
    "started_by" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "estimated_end_at" TIMESTAMPTZ(3),
    "target_soc_percent" DOUBLE PRECISION,
    "target_energy_wh" DOUBLE PRECISION,
    "target_cost_incl_tax" TEXT,
    "target_duration_seconds" INTEGER,
    "battery_wh" DOUBLE PRECISION,
    "power_w" INTEGER NOT NULL,
    "transaction_id" TEXT,
    "status" "charging_status" NOT NULL,
    "active_since" TIMESTAMPTZ(3),
    "paused_at" TIMESTAMPTZ(3),
    "stopped_at" TIMESTAMPTZ(3),
    "stop_reason" "stop_reason",
    "ended_at" TIMESTAMPTZ(3),
    "fault_code" TEXT,
    "fault_description" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "meter" JSON,
    "meter_version" INTEGER NOT NULL DEFAULT 0,
    "told_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL,

    CONSTRAINT "charging_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stop_report" (
    "id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "tenant_id" TEXT,
    "outcome" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "meter_wh" DOUBLE PRECISION,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" TEXT NOT NULL,

    CONSTRAINT "stop_report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proposal" (
    "id" TEXT NOT NULL,
    "station_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "connector_ids" TEXT[],
    "parking_session_id" TEXT NOT NULL,
    "registration" TEXT NOT NULL,
    "customer_id" TEXT,
    "status" "proposal_status" NOT NULL,
    "session_id" TEXT,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL,

    CONSTRAINT "proposal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "facility" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "snapshot_version" INTEGER NOT NULL,
    "status_version" INTEGER NOT NULL,

    CONSTRAINT "facility_pkey" PRIMARY KEY ("id")
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
CREATE TABLE "vehicle" (
    "id" TEXT NOT NULL,
    "registration" TEXT NOT NULL,
    "customer_id" TEXT,
    "is_electric" BOOLEAN NOT NULL,
    "connector_types" TEXT[],
    "battery_wh" DOUBLE PRECISION,
    "active" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "vehicle_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stay" (
    "id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "slot_id" TEXT NOT NULL,
    "slot_kind" TEXT NOT NULL,
    "registration" TEXT NOT NULL,
    "customer_id" TEXT,
    "is_electric" BOOLEAN NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),
    "merged_into_id" TEXT,
    "version" INTEGER NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "stay_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tariff_version" (
    "id" TEXT NOT NULL,
    "tariff_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "effective_from" TIMESTAMPTZ(3) NOT NULL,
    "tariff" JSONB NOT NULL,

    CONSTRAINT "tariff_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tariff_assignment" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "station_id" TEXT,
    "tariff_id" TEXT,
    "effective_from" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "tariff_assignment_pkey" PRIMARY KEY ("id")
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
CREATE INDEX "station_of_tenant" ON "station"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "station_silence" ON "station"("last_heard_at") WHERE (status = 'ONLINE');

-- CreateIndex
CREATE UNIQUE INDEX "station_facility_id_name_key_key" ON "station"("facility_id", "name_key");

-- CreateIndex
CREATE INDEX "charger_of_facility" ON "charger"("facility_id");

-- CreateIndex
CREATE INDEX "charger_at_slot" ON "charger"("slot_id");

-- CreateIndex
CREATE UNIQUE INDEX "charger_station_id_ordinal_key" ON "charger"("station_id", "ordinal");

-- CreateIndex
CREATE INDEX "connector_of_facility" ON "connector"("facility_id", "status");

-- CreateIndex
CREATE INDEX "connector_of_station" ON "connector"("station_id");

-- CreateIndex
CREATE UNIQUE INDEX "connector_charger_id_ordinal_key" ON "connector"("charger_id", "ordinal");

-- CreateIndex
CREATE INDEX "session_of_stay" ON "charging_session"("parking_session_id", "id");

-- CreateIndex
CREATE INDEX "session_of_facility" ON "charging_session"("facility_id", "started_at", "id");

-- CreateIndex
CREATE INDEX "session_of_tenant" ON "charging_session"("tenant_id", "started_at", "id");

-- CreateIndex
CREATE INDEX "session_of_customer" ON "charging_session"("customer_id", "started_at", "id");

-- CreateIndex
CREATE INDEX "session_of_vehicle" ON "charging_session"("registration", "started_at", "id");

-- CreateIndex
CREATE INDEX "session_pending" ON "charging_session"("opened_at") WHERE (status = 'PENDING');

-- CreateIndex
CREATE UNIQUE INDEX "one_session_a_connector" ON "charging_session"("connector_id") WHERE (status = ANY (ARRAY['PENDING'::charging_status, 'ACTIVE'::charging_status, 'PAUSED'::charging_status]));

-- CreateIndex
CREATE UNIQUE INDEX "one_session_a_charger" ON "charging_session"("charger_id") WHERE (status = ANY (ARRAY['PENDING'::charging_status, 'ACTIVE'::charging_status, 'PAUSED'::charging_status]));

-- CreateIndex
CREATE UNIQUE INDEX "one_session_a_vehicle" ON "charging_session"("registration") WHERE (status = ANY (ARRAY['PENDING'::charging_status, 'ACTIVE'::charging_status, 'PAUSED'::charging_status]));

-- CreateIndex
CREATE UNIQUE INDEX "one_session_a_transaction" ON "charging_session"("connector_id", "transaction_id");

-- CreateIndex
CREATE INDEX "stop_report_of_session" ON "stop_report"("session_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "proposal_parking_session_id_key" ON "proposal"("parking_session_id");

-- CreateIndex
CREATE INDEX "proposal_of_customer" ON "proposal"("customer_id", "proposed_at", "id");

-- CreateIndex
CREATE INDEX "proposal_of_tenant" ON "proposal"("tenant_id", "proposed_at", "id");

-- CreateIndex
CREATE INDEX "vehicle_registration" ON "vehicle"("registration", "active");

-- CreateIndex
CREATE INDEX "stay_of_vehicle" ON "stay"("registration", "entered_at") WHERE (left_at IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "tariff_version_tariff_id_number_key" ON "tariff_version"("tariff_id", "number");

-- CreateIndex
CREATE INDEX "assignment_of_facility" ON "tariff_assignment"("facility_id", "effective_from");

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
ALTER TABLE "charger" ADD CONSTRAINT "charger_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connector" ADD CONSTRAINT "connector_charger_id_fkey" FOREIGN KEY ("charger_id") REFERENCES "charger"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Written by hand: rules that hold whatever the code does.

-- A session has the fields of its status.
ALTER TABLE "charging_session" ADD CONSTRAINT "session_status_fields" CHECK (
  CASE "status"
    WHEN 'PENDING' THEN "active_since" IS NULL AND "stopped_at" IS NULL AND "ended_at" IS NULL
    WHEN 'ACTIVE' THEN "active_since" IS NOT NULL AND "ended_at" IS NULL
    WHEN 'PAUSED' THEN "active_since" IS NOT NULL AND "paused_at" IS NOT NULL AND "ended_at" IS NULL
    ELSE "ended_at" IS NOT NULL AND "stop_reason" IS NOT NULL
  END
);
ALTER TABLE "charging_session" ADD CONSTRAINT "session_ends_after_start" CHECK ("ended_at" >= "started_at");
ALTER TABLE "charging_session" ADD CONSTRAINT "session_record" CHECK (
  ("revision" >= 1) = ("status" IN ('COMPLETED', 'INTERRUPTED'))
);
ALTER TABLE "charging_session" ADD CONSTRAINT "session_version" CHECK ("version" >= 1);

-- A RESERVED connector is kept for somebody, and what is kept is kept by an offer, for a time.
ALTER TABLE "connector" ADD CONSTRAINT "connector_reserved" CHECK (
  ("status" = 'RESERVED') <= ("reserved_for" IS NOT NULL)
);
ALTER TABLE "connector" ADD CONSTRAINT "connector_reservation" CHECK (
  ("reserved_for" IS NULL) = ("offer_id" IS NULL) AND ("offer_id" IS NULL) = ("reserved_until" IS NULL)
);
ALTER TABLE "connector" ADD CONSTRAINT "connector_version" CHECK ("version" >= 0);
ALTER TABLE "station" ADD CONSTRAINT "station_version" CHECK ("version" >= 1);

-- What was reported is never changed.
CREATE FUNCTION "stop_report_is_append_only"() RETURNS trigger LANGUAGE plpgsql
  AS E'BEGIN RAISE EXCEPTION \'Reports of stops are never changed.\' \073 END';
CREATE TRIGGER "stop_report_append_only" BEFORE UPDATE OR DELETE ON "stop_report"
  FOR EACH ROW EXECUTE FUNCTION "stop_report_is_append_only"();
