-- CreateEnum
CREATE TYPE "device_kind" AS ENUM ('CHARGER', 'GATE', 'CAMERA', 'COUNTER', 'SENSOR');

-- CreateEnum
CREATE TYPE "device_health" AS ENUM ('UNKNOWN', 'HEALTHY', 'DEGRADED', 'UNHEALTHY', 'MAINTENANCE');

-- CreateEnum
CREATE TYPE "alert_kind" AS ENUM ('HIGH_OCCUPANCY', 'LOW_AVAILABILITY', 'HIGH_REVENUE', 'DEVICE_UNHEALTHY', 'FEED_STALE', 'ERROR_BUDGET_BURN');

-- CreateEnum
CREATE TYPE "alert_severity" AS ENUM ('INFO', 'WARNING', 'CRITICAL');

-- CreateEnum
CREATE TYPE "alert_status" AS ENUM ('OPEN', 'ACKNOWLEDGED', 'RESOLVED');

-- CreateTable
CREATE TABLE "facility" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "taken" INTEGER,
    "in_service" INTEGER,
    "is_counted" BOOLEAN NOT NULL DEFAULT false,
    "occupancy_version" INTEGER NOT NULL DEFAULT 0,
    "counted_at" TIMESTAMPTZ(3),
    "count_heard_at" TIMESTAMPTZ(3),
    "revenue_day" TEXT,
    "revenue_minor" BIGINT NOT NULL DEFAULT 0,
    "pending_count" INTEGER NOT NULL DEFAULT 0,
    "pending_from" TIMESTAMPTZ(3),
    "pending_to" TIMESTAMPTZ(3),
    "told_at" TIMESTAMPTZ(3),
    "told_version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "facility_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device" (
    "id" TEXT NOT NULL,
    "number" SERIAL NOT NULL,
    "kind" "device_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "station_id" TEXT,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "silent_after_seconds" INTEGER,
    "last_heard_at" TIMESTAMPTZ(3),
    "faults" JSONB NOT NULL DEFAULT '{}',
    "connector_count" INTEGER NOT NULL DEFAULT 0,
    "station_status" TEXT,
    "condition" "device_health" NOT NULL,
    "condition_since" TIMESTAMPTZ(3) NOT NULL,
    "health" "device_health" NOT NULL,
    "health_since" TIMESTAMPTZ(3) NOT NULL,
    "reasons" TEXT[],
    "version" INTEGER NOT NULL,

    CONSTRAINT "device_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "health_period" (
    "id" TEXT NOT NULL,
    "device_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "kind" "device_kind" NOT NULL,
    "health" "device_health" NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "to" TIMESTAMPTZ(3),

    CONSTRAINT "health_period_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "objective" (
    "facility_id" TEXT NOT NULL,
    "kind" "device_kind" NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "target_milli" INTEGER NOT NULL,
    "window_days" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "objective_pkey" PRIMARY KEY ("facility_id","kind")
);

-- CreateTable
CREATE TABLE "alert_rule" (
    "id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "kind" "alert_kind" NOT NULL,
    "threshold" DOUBLE PRECISION NOT NULL,
    "margin" DOUBLE PRECISION NOT NULL,
    "hold_seconds" INTEGER NOT NULL,
    "severity" "alert_severity" NOT NULL,
    "escalate_after_seconds" INTEGER,
    "is_enabled" BOOLEAN NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "alert_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rule_state" (
    "rule_id" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3),
    "alert_id" TEXT,

    CONSTRAINT "rule_state_pkey" PRIMARY KEY ("rule_id","subject_id")
);

-- CreateTable
CREATE TABLE "alert" (
    "id" TEXT NOT NULL,
    "rule_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "kind" "alert_kind" NOT NULL,
    "severity" "alert_severity" NOT NULL,
    "status" "alert_status" NOT NULL,
    "subject_id" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "threshold" DOUBLE PRECISION NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "escalation" INTEGER NOT NULL,
    "escalate_at" TIMESTAMPTZ(3),
    "acknowledged_by" TEXT,
    "acknowledged_at" TIMESTAMPTZ(3),
    "resolved_by" TEXT,
    "resolved_at" TIMESTAMPTZ(3),
    "resolution" TEXT,
    "version" INTEGER NOT NULL,

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
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
CREATE INDEX "facility_tenant" ON "facility"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "device_facility" ON "device"("facility_id", "kind", "id");

-- CreateIndex
CREATE INDEX "device_station" ON "device"("station_id");

-- CreateIndex
CREATE UNIQUE INDEX "device_number" ON "device"("number");

-- CreateIndex
CREATE INDEX "health_period_facility" ON "health_period"("facility_id", "kind", "to");

-- CreateIndex
CREATE INDEX "health_period_device" ON "health_period"("device_id", "from");

-- CreateIndex
CREATE INDEX "health_period_ended" ON "health_period"("to");

-- CreateIndex
CREATE UNIQUE INDEX "health_period_open" ON "health_period"("device_id") WHERE ("to" IS NULL);

-- CreateIndex
CREATE INDEX "alert_rule_facility" ON "alert_rule"("facility_id", "kind");

-- CreateIndex
CREATE INDEX "alert_latest" ON "alert"("tenant_id", "raised_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "alert_facility" ON "alert"("facility_id", "raised_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "alert_escalate" ON "alert"("escalate_at");

-- CreateIndex
CREATE INDEX "alert_resolved" ON "alert"("resolved_at");

-- CreateIndex
CREATE UNIQUE INDEX "alert_open" ON "alert"("rule_id", "subject_id") WHERE ("resolved_at" IS NULL);

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

-- Written by hand: rules that hold whatever the code does.
ALTER TABLE "health_period" ADD CONSTRAINT "health_period_forward" CHECK ("to" IS NULL OR "to" >= "from");
ALTER TABLE "alert" ADD CONSTRAINT "alert_status_fields" CHECK (
  ("status" = 'RESOLVED') = ("resolved_at" IS NOT NULL)
  AND ("status" <> 'OPEN' OR "acknowledged_at" IS NULL)
  AND ("status" <> 'ACKNOWLEDGED' OR "acknowledged_at" IS NOT NULL)
);
ALTER TABLE "objective" ADD CONSTRAINT "objective_target" CHECK ("target_milli" BETWEEN 50000 AND 99999);

-- Telemetry lies in a schema of its own: its partitions are made and dropped by a job, and no tool that compares the
-- schema with its migrations shall take them for a difference.
CREATE SCHEMA "telemetry";
-- One reading a device, metric and instant. Partitions are UTC days.
CREATE TABLE "telemetry"."reading" (
  "device_no" INTEGER NOT NULL,
  "metric" SMALLINT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "value" DOUBLE PRECISION NOT NULL,
  PRIMARY KEY ("device_no", "metric", "at")
) PARTITION BY RANGE ("at");
-- Quarters of an hour: the longest stretch of which hours and days of every time zone consist. Partitions are UTC months.
CREATE TABLE "telemetry"."rollup" (
  "device_no" INTEGER NOT NULL,
  "metric" SMALLINT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "count" INTEGER NOT NULL,
  "total" DOUBLE PRECISION NOT NULL,
  "minimum" DOUBLE PRECISION NOT NULL,
  "maximum" DOUBLE PRECISION NOT NULL,
  PRIMARY KEY ("device_no", "metric", "at")
) PARTITION BY RANGE ("at");
CREATE TABLE "telemetry"."latest" (
  "device_no" INTEGER NOT NULL,
  "metric" SMALLINT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "value" DOUBLE PRECISION NOT NULL,
  PRIMARY KEY ("device_no", "metric")
);
