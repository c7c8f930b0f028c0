-- CreateTable
CREATE TABLE "reservation" (
    "id" TEXT NOT NULL,
    "booking_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "slot_id" TEXT NOT NULL,
    "slot_number" TEXT NOT NULL,
    "customer_id" TEXT,
    "registration" TEXT NOT NULL,
    "vehicle_size" TEXT NOT NULL,
    "is_electric" BOOLEAN NOT NULL,
    "status" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "opens_at" TIMESTAMPTZ(3) NOT NULL,
    "no_show_at" TIMESTAMPTZ(3) NOT NULL,
    "kept_until" TIMESTAMPTZ(3) NOT NULL,
    "hold_expires_at" TIMESTAMPTZ(3),
    "confirmation_code" TEXT,
    "agreement" TEXT NOT NULL,
    "refused_slot_ids" TEXT[],
    "window_opened_at" TIMESTAMPTZ(3),
    "parking_session_id" TEXT,
    "reason" TEXT,
    "charges" JSONB NOT NULL,
    "terms" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "attend_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL,

    CONSTRAINT "reservation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "terms" (
    "facility_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "terms_pkey" PRIMARY KEY ("facility_id")
);

-- CreateTable
CREATE TABLE "facility" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "ev_policy" TEXT NOT NULL,
    "opening_periods" JSONB NOT NULL,
    "special_days" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "snapshot_version" INTEGER NOT NULL,
    "status_version" INTEGER NOT NULL,

    CONSTRAINT "facility_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "slot" (
    "id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "size" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "distance_metres" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "slot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stay" (
    "id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "slot_id" TEXT NOT NULL,
    "registration" TEXT NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "promised_until" TIMESTAMPTZ(3) NOT NULL,
    "over_at" TIMESTAMPTZ(3),

    CONSTRAINT "stay_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vehicle" (
    "id" TEXT NOT NULL,
    "registration" TEXT NOT NULL,
    "customer_id" TEXT,
    "size" TEXT NOT NULL,
    "is_electric" BOOLEAN NOT NULL,
    "retired_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL,

    CONSTRAINT "vehicle_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_version" (
    "id" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "effective_from" TIMESTAMPTZ(3) NOT NULL,
    "content" JSONB NOT NULL,

    CONSTRAINT "plan_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assignment" (
    "id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "plan_id" TEXT,
    "effective_from" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "assignment_pkey" PRIMARY KEY ("id")
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
CREATE UNIQUE INDEX "reservation_booking_id_key" ON "reservation"("booking_id");

-- CreateIndex
CREATE UNIQUE INDEX "reservation_confirmation_code_key" ON "reservation"("confirmation_code");

-- CreateIndex
CREATE INDEX "reservation_attend" ON "reservation"("attend_at") WHERE (attend_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "reservation_of_customer" ON "reservation"("customer_id", "starts_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "reservation_of_facility" ON "reservation"("facility_id", "starts_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "reservation_of_tenant" ON "reservation"("tenant_id", "starts_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "reservation_of_vehicle" ON "reservation"("registration", "facility_id") WHERE (status = ANY (ARRAY['PENDING'::text, 'CONFIRMED'::text]));

-- CreateIndex
CREATE INDEX "reservation_ahead" ON "reservation"("facility_id", "kept_until") WHERE (status = ANY (ARRAY['PENDING'::text, 'CONFIRMED'::text, 'FULFILLED'::text]));

-- CreateIndex
CREATE INDEX "reservation_of_stay" ON "reservation"("parking_session_id");

-- CreateIndex
CREATE INDEX "slot_of_facility" ON "slot"("facility_id");

-- CreateIndex
CREATE INDEX "stay_in_slot" ON "stay"("slot_id") WHERE (over_at IS NULL);

-- CreateIndex
CREATE INDEX "stay_of_vehicle" ON "stay"("registration") WHERE (over_at IS NULL);

-- CreateIndex
CREATE INDEX "stay_over" ON "stay"("over_at") WHERE (over_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "vehicle_of_registration" ON "vehicle"("registration");

-- CreateIndex
CREATE INDEX "vehicle_retired" ON "vehicle"("retired_at") WHERE (retired_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "plan_version_of_plan" ON "plan_version"("plan_id");

-- CreateIndex
CREATE INDEX "assignment_of_facility" ON "assignment"("facility_id");

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

-- What must hold whatever the code does.

CREATE EXTENSION IF NOT EXISTS btree_gist;

ALTER TABLE "reservation"
  ADD CONSTRAINT "reservation_status" CHECK (
    "status" IN ('PENDING', 'CONFIRMED', 'FULFILLED', 'CANCELED', 'NO_SHOW', 'EXPIRED', 'REJECTED')),
  ADD CONSTRAINT "reservation_agreement" CHECK ("agreement" IN ('ASKED', 'AGREED')),
  ADD CONSTRAINT "reservation_window" CHECK (
    "opens_at" <= "starts_at" AND "starts_at" < "ends_at" AND "no_show_at" >= "starts_at"
    AND "opens_at" <= "kept_until"),
  ADD CONSTRAINT "reservation_pending_expires" CHECK (("status" = 'PENDING') = ("hold_expires_at" IS NOT NULL)),
  ADD CONSTRAINT "reservation_confirmed_has_code" CHECK (
    "status" NOT IN ('CONFIRMED', 'FULFILLED', 'NO_SHOW') OR "confirmation_code" IS NOT NULL),
  ADD CONSTRAINT "reservation_fulfilled_by_a_stay" CHECK ("status" <> 'FULFILLED' OR "parking_session_id" IS NOT NULL),
  ADD CONSTRAINT "reservation_version" CHECK ("version" >= 1);

-- A slot is never booked twice, whatever runs at once. Half-open: one may end when the next begins.
ALTER TABLE "reservation" ADD CONSTRAINT "one_booking_a_slot" EXCLUDE USING gist (
  "slot_id" WITH =, tstzrange("opens_at", "kept_until", '[)') WITH &&
) WHERE ("status" IN ('PENDING', 'CONFIRMED', 'FULFILLED'));
