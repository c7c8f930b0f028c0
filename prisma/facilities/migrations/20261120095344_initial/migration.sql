-- CreateEnum
CREATE TYPE "FacilityStatus" AS ENUM ('ACTIVE', 'INACTIVE', 'MAINTENANCE');

-- CreateEnum
CREATE TYPE "PricingStrategy" AS ENUM ('BASIC', 'PEAK_HOUR', 'SUBSCRIPTION', 'EV_OPTIMIZED');

-- CreateEnum
CREATE TYPE "EvPolicy" AS ENUM ('STRICT', 'LENIENT');

-- CreateEnum
CREATE TYPE "SlotSize" AS ENUM ('COMPACT', 'STANDARD', 'LARGE');

-- CreateEnum
CREATE TYPE "SlotKind" AS ENUM ('ICE', 'EV');

-- CreateEnum
CREATE TYPE "ConfigScope" AS ENUM ('TENANT', 'FACILITY', 'STATION');

-- CreateTable
CREATE TABLE "tenant" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "facility" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "external_id" TEXT,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "street" TEXT NOT NULL,
    "postal_code" TEXT NOT NULL,
    "city" TEXT NOT NULL,
    "city_key" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "latitude" DOUBLE PRECISION NOT NULL,
    "longitude" DOUBLE PRECISION NOT NULL,
    "time_zone" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "capacity" JSONB NOT NULL,
    "opening_periods" JSONB NOT NULL,
    "special_days" JSONB NOT NULL,
    "pricing_strategy" "PricingStrategy" NOT NULL,
    "ev_policy" "EvPolicy" NOT NULL,
    "status" "FacilityStatus" NOT NULL,
    "status_reason" TEXT,
    "version" INTEGER NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "facility_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "free_places" (
    "facility_id" TEXT NOT NULL,
    "size" "SlotSize" NOT NULL,
    "kind" "SlotKind" NOT NULL,
    "free" INTEGER NOT NULL,
    "version" BIGINT NOT NULL,

    CONSTRAINT "free_places_pkey" PRIMARY KEY ("facility_id","size","kind")
);

-- CreateTable
CREATE TABLE "configuration" (
    "scope" "ConfigScope" NOT NULL,
    "scope_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "facility_id" TEXT,
    "version" INTEGER NOT NULL,

    CONSTRAINT "configuration_pkey" PRIMARY KEY ("scope","scope_id")
);

-- CreateTable
CREATE TABLE "setting" (
    "scope" "ConfigScope" NOT NULL,
    "scope_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" JSONB,
    "changed_at" TIMESTAMPTZ(3),
    "changed_by" TEXT,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("scope","scope_id","key")
);

-- CreateTable
CREATE TABLE "setting_change" (
    "id" TEXT NOT NULL,
    "scope" "ConfigScope" NOT NULL,
    "scope_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "previous" JSONB,
    "value" JSONB,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT NOT NULL,

    CONSTRAINT "setting_change_pkey" PRIMARY KEY ("id")
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
CREATE UNIQUE INDEX "tenant_name" ON "tenant"("name_key");

-- CreateIndex
CREATE INDEX "facility_position" ON "facility"("latitude", "longitude");

-- CreateIndex
CREATE INDEX "facility_city" ON "facility"("city_key");

-- CreateIndex
CREATE INDEX "facility_name_order" ON "facility"("name_key", "id");

-- CreateIndex
CREATE UNIQUE INDEX "facility_name" ON "facility"("tenant_id", "name_key");

-- CreateIndex
CREATE UNIQUE INDEX "facility_external_id" ON "facility"("tenant_id", "external_id");

-- CreateIndex
CREATE INDEX "setting_change_latest" ON "setting_change"("scope", "scope_id", "id" DESC);

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
ALTER TABLE "facility" ADD CONSTRAINT "facility_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "configuration" ADD CONSTRAINT "configuration_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "setting" ADD CONSTRAINT "setting_scope_scope_id_fkey" FOREIGN KEY ("scope", "scope_id") REFERENCES "configuration"("scope", "scope_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "setting_change" ADD CONSTRAINT "setting_change_scope_scope_id_fkey" FOREIGN KEY ("scope", "scope_id") REFERENCES "configuration"("scope", "scope_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Written by hand: what the database holds against every writer, also a mistaken one.
ALTER TABLE "facility"
  ADD CONSTRAINT "facility_position_on_earth" CHECK (latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180),
  ADD CONSTRAINT "facility_reason_unless_active" CHECK (status <> 'ACTIVE' OR status_reason IS NULL),
  ADD CONSTRAINT "facility_version" CHECK (version >= 1);
ALTER TABLE "tenant" ADD CONSTRAINT "tenant_version" CHECK (version >= 1);
ALTER TABLE "free_places" ADD CONSTRAINT "free_places_free" CHECK (free >= 0);
ALTER TABLE "configuration"
  ADD CONSTRAINT "configuration_facility" CHECK ((scope = 'TENANT') = (facility_id IS NULL)),
  ADD CONSTRAINT "configuration_version" CHECK (version >= 0);

-- The history of settings is only ever added to.
-- (The body is one string whose semicolons are \073: Prisma's engine would split the file at them.)
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS
E'BEGIN RAISE EXCEPTION ''% is append-only'', TG_TABLE_NAME\073 END';
CREATE TRIGGER "setting_change_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "setting_change"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
