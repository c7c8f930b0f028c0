-- CreateEnum
CREATE TYPE "RulesKind" AS ENUM ('TARIFF', 'RATE_PLAN');

-- CreateEnum
CREATE TYPE "AssignmentOrigin" AS ENUM ('COMMAND', 'SETTING');

-- CreateEnum
CREATE TYPE "DiscountScope" AS ENUM ('PARKING', 'CHARGING', 'STAY');

-- CreateEnum
CREATE TYPE "QuoteKind" AS ENUM ('PARKING', 'CHARGING', 'STAY');

-- CreateEnum
CREATE TYPE "PricingStrategy" AS ENUM ('BASIC', 'PEAK_HOUR', 'SUBSCRIPTION', 'EV_OPTIMIZED');

-- CreateTable
CREATE TABLE "rule_set" (
    "id" TEXT NOT NULL,
    "kind" "RulesKind" NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "in_force_from" TIMESTAMPTZ(3) NOT NULL,
    "latest_from" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rule_set_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rule_version" (
    "id" TEXT NOT NULL,
    "rule_set_id" TEXT NOT NULL,
    "kind" "RulesKind" NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "effective_from" TIMESTAMPTZ(3) NOT NULL,
    "content" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "rule_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assignment" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "station_id" TEXT,
    "kind" "RulesKind" NOT NULL,
    "rule_set_id" TEXT,
    "effective_from" TIMESTAMPTZ(3) NOT NULL,
    "assigned_at" TIMESTAMPTZ(3) NOT NULL,
    "assigned_by" TEXT NOT NULL,
    "origin" "AssignmentOrigin" NOT NULL,

    CONSTRAINT "assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ignored_setting" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "station_id" TEXT,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ignored_setting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "discount" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "code_key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "reduction" JSONB NOT NULL,
    "applies_to" "DiscountScope" NOT NULL,
    "facility_ids" TEXT[],
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" TIMESTAMPTZ(3),
    "maximum_uses" INTEGER,
    "active" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "discount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quote" (
    "id" TEXT NOT NULL,
    "kind" "QuoteKind" NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "customer_id" TEXT,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "to" TIMESTAMPTZ(3) NOT NULL,
    "rating" JSONB NOT NULL,
    "rate_plan_version_id" TEXT,
    "tariff_version_id" TEXT,
    "discount_id" TEXT,
    "quoted_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenant" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "facility" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "strategy" "PricingStrategy" NOT NULL,
    "version" INTEGER NOT NULL,
    "pricing_version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "facility_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "station" (
    "id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "connectors" JSONB NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "station_pkey" PRIMARY KEY ("id")
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
CREATE INDEX "rule_set_latest" ON "rule_set"("kind", "tenant_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "rule_version_rule_set_id_number_key" ON "rule_version"("rule_set_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "rule_version_in_force" ON "rule_version"("rule_set_id", "effective_from" DESC);

-- CreateIndex
CREATE INDEX "assignment_in_force" ON "assignment"("facility_id", "kind", "station_id", "effective_from" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "assignment_latest" ON "assignment"("facility_id", "effective_from" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "ignored_setting_latest" ON "ignored_setting"("facility_id", "id" DESC);

-- CreateIndex
CREATE INDEX "discount_latest" ON "discount"("tenant_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "discount_tenant_id_code_key_key" ON "discount"("tenant_id", "code_key");

-- CreateIndex
CREATE INDEX "quote_expires" ON "quote"("expires_at");

-- CreateIndex
CREATE INDEX "facility_tenant" ON "facility"("tenant_id");

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
ALTER TABLE "rule_version" ADD CONSTRAINT "rule_version_rule_set_id_fkey" FOREIGN KEY ("rule_set_id") REFERENCES "rule_set"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_rule_set_id_fkey" FOREIGN KEY ("rule_set_id") REFERENCES "rule_set"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was in force stays what it was: versions and assignments are added, never changed and never removed. A quote is what
-- somebody was told: deleted long after it expired, and never changed. The function's semicolon is written \073,
-- as the migrate engine takes every semicolon for the end of a statement.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS
  E'BEGIN RAISE EXCEPTION ''Rows of % are never changed.'', TG_TABLE_NAME \073 END';
CREATE TRIGGER "rule_version_immutable" BEFORE UPDATE OR DELETE OR TRUNCATE ON "rule_version"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "assignment_immutable" BEFORE UPDATE OR DELETE OR TRUNCATE ON "assignment"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "quote_immutable" BEFORE UPDATE ON "quote"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

ALTER TABLE "rule_set" ADD CONSTRAINT "rule_set_version" CHECK ("version" >= 1),
  ADD CONSTRAINT "rule_set_latest" CHECK ("latest_from" >= "in_force_from");
ALTER TABLE "rule_version" ADD CONSTRAINT "rule_version_number" CHECK ("number" >= 1);
-- Parking is priced by the facility, charging by the station or the facility.
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_station" CHECK ("kind" = 'TARIFF' OR "station_id" IS NULL);
ALTER TABLE "discount" ADD CONSTRAINT "discount_validity" CHECK ("valid_until" IS NULL OR "valid_until" > "valid_from"),
  ADD CONSTRAINT "discount_uses" CHECK ("maximum_uses" IS NULL OR "maximum_uses" >= 1);
ALTER TABLE "quote" ADD CONSTRAINT "quote_expiry" CHECK ("expires_at" > "quoted_at"),
  ADD CONSTRAINT "quote_span" CHECK ("to" >= "from");
