-- CreateTable
CREATE TABLE "facility_fact" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "places" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "facility_fact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "occupancy_sample" (
    "facility_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "taken" INTEGER NOT NULL,
    "in_service" INTEGER NOT NULL,
    "counted" BOOLEAN NOT NULL,

    CONSTRAINT "occupancy_sample_pkey" PRIMARY KEY ("facility_id","version")
);

-- CreateTable
CREATE TABLE "occupancy_quarter" (
    "facility_id" TEXT NOT NULL,
    "start" TIMESTAMPTZ(3) NOT NULL,
    "known_ms" BIGINT NOT NULL,
    "taken_ms" BIGINT NOT NULL,
    "in_service_ms" BIGINT NOT NULL,

    CONSTRAINT "occupancy_quarter_pkey" PRIMARY KEY ("facility_id","start")
);

-- CreateTable
CREATE TABLE "stay_fact" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "vehicle_size" TEXT NOT NULL,
    "is_electric" BOOLEAN NOT NULL,
    "slot_kind" TEXT NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "stay_fact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "charging_fact" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "station_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "energy_wh" DECIMAL(65,30) NOT NULL,
    "interrupted" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "charging_fact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "station_fact" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "connectors" INTEGER NOT NULL,
    "power_w" BIGINT NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "station_fact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice_line_fact" (
    "invoice_id" TEXT NOT NULL,
    "charge_kind" TEXT NOT NULL,
    "net_minor" BIGINT NOT NULL,
    "gross_minor" BIGINT NOT NULL,

    CONSTRAINT "invoice_line_fact_pkey" PRIMARY KEY ("invoice_id","charge_kind")
);

-- CreateTable
CREATE TABLE "invoice_fact" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "facility_id" TEXT,
    "kind" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoice_fact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_fact" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "facility_id" TEXT,
    "currency" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_fact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_log" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "tenant_id" TEXT,
    "facility_id" TEXT NOT NULL,
    "aggregate_type" TEXT NOT NULL,
    "aggregate_id" TEXT NOT NULL,
    "aggregate_version" INTEGER NOT NULL,

    CONSTRAINT "event_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "kpi_told" (
    "facility_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "kpi_told_pkey" PRIMARY KEY ("facility_id")
);

-- CreateTable
CREATE TABLE "day_summary" (
    "facility_id" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "day_summary_pkey" PRIMARY KEY ("facility_id","day")
);

-- CreateTable
CREATE TABLE "rebuilt_aggregate" (
    "aggregate_type" TEXT NOT NULL,
    "aggregate_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "rebuilt_aggregate_pkey" PRIMARY KEY ("aggregate_type","aggregate_id")
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
CREATE INDEX "stay_fact_entered" ON "stay_fact"("facility_id", "entered_at");

-- CreateIndex
CREATE INDEX "stay_fact_left" ON "stay_fact"("facility_id", "left_at");

-- CreateIndex
CREATE INDEX "charging_fact_started" ON "charging_fact"("facility_id", "started_at");

-- CreateIndex
CREATE INDEX "station_fact_facility" ON "station_fact"("facility_id");

-- CreateIndex
CREATE INDEX "invoice_fact_issued" ON "invoice_fact"("facility_id", "issued_at");

-- CreateIndex
CREATE INDEX "payment_fact_at" ON "payment_fact"("facility_id", "at");

-- CreateIndex
CREATE INDEX "event_log_at" ON "event_log"("facility_id", "at", "id");

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
