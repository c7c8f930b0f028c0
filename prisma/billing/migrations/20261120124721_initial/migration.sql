-- CreateTable
CREATE TABLE "facility" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "street" TEXT NOT NULL,
    "postal_code" TEXT NOT NULL,
    "city" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "facility_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenant" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "scope" TEXT NOT NULL,
    "scope_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" JSONB,
    "version" INTEGER NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("scope","scope_id","key")
);

-- CreateTable
CREATE TABLE "stay" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "slot_kind" TEXT NOT NULL,
    "registration" TEXT NOT NULL,
    "customer_id" TEXT,
    "vehicle_size" TEXT NOT NULL,
    "is_electric" BOOLEAN NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL,
    "lost_ticket" BOOLEAN NOT NULL,
    "merged_into_id" TEXT,
    "version" INTEGER NOT NULL,

    CONSTRAINT "stay_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "charging_session" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "station_id" TEXT NOT NULL,
    "parking_session_id" TEXT NOT NULL,
    "tariff_version_id" TEXT,
    "time_zone" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL,
    "energy_wh" TEXT NOT NULL,
    "periods" JSONB NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "charging_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stay_settled" (
    "parking_session_id" TEXT NOT NULL,
    "session_ids" TEXT[],
    "settled_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stay_settled_pkey" PRIMARY KEY ("parking_session_id")
);

-- CreateTable
CREATE TABLE "price_version" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "effective_from" TIMESTAMPTZ(3) NOT NULL,
    "content" JSONB NOT NULL,

    CONSTRAINT "price_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assignment" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "facility_id" TEXT NOT NULL,
    "station_id" TEXT,
    "kind" TEXT NOT NULL,
    "target_id" TEXT,
    "effective_from" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "discount" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "uses" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "discount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pass" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "registration" TEXT NOT NULL,
    "facility_ids" TEXT[],
    "status" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" TIMESTAMPTZ(3) NOT NULL,
    "activated_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "price" JSONB NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "pass_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ownership" (
    "vehicle_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "registration" TEXT NOT NULL,
    "customer_id" TEXT,
    "active" BOOLEAN NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ownership_pkey" PRIMARY KEY ("vehicle_id","version")
);

-- CreateTable
CREATE TABLE "work" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,

    CONSTRAINT "work_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "visit" (
    "id" TEXT NOT NULL,
    "plan_version_id" TEXT,
    "is_plan_pinned" BOOLEAN NOT NULL DEFAULT false,
    "settled_at" TIMESTAMPTZ(3),
    "grace_until" TIMESTAMPTZ(3),
    "waiting_for" TEXT,

    CONSTRAINT "visit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "visit_discount" (
    "visit_id" TEXT NOT NULL,
    "discount_id" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "applied_at" TIMESTAMPTZ(3) NOT NULL,
    "applied_by" TEXT NOT NULL,

    CONSTRAINT "visit_discount_pkey" PRIMARY KEY ("visit_id","discount_id")
);

-- CreateTable
CREATE TABLE "charge" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "facility_id" TEXT,
    "customer_id" TEXT,
    "kind" TEXT NOT NULL,
    "source_type" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "parking_session_id" TEXT,
    "currency" TEXT NOT NULL,
    "excl_tax" TEXT NOT NULL,
    "incl_tax" TEXT NOT NULL,
    "lines" JSONB NOT NULL,
    "replaces_charge_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "charge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "facility_id" TEXT,
    "customer_id" TEXT,
    "registration" TEXT,
    "parking_session_id" TEXT,
    "pass_id" TEXT,
    "currency" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "parking_paid_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL,
    "number" TEXT,
    "issued_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "net_minor" BIGINT,
    "tax_minor" BIGINT,
    "total_minor" BIGINT,
    "content" JSONB,
    "credits_invoice_id" TEXT,
    "replaces_invoice_id" TEXT,
    "cancelled_at" TIMESTAMPTZ(3),
    "cancel_reason" TEXT,
    "credit_note_id" TEXT,

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice_number" (
    "tenant_id" TEXT NOT NULL,
    "series" TEXT NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "invoice_number_pkey" PRIMARY KEY ("tenant_id","series")
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
CREATE INDEX "stay_parts" ON "stay"("merged_into_id");

-- CreateIndex
CREATE INDEX "stay_of_facility" ON "stay"("facility_id", "entered_at");

-- CreateIndex
CREATE INDEX "stay_of_registration" ON "stay"("registration");

-- CreateIndex
CREATE INDEX "charging_session_of_stay" ON "charging_session"("parking_session_id");

-- CreateIndex
CREATE INDEX "charging_session_of_tariff" ON "charging_session"("tariff_version_id");

-- CreateIndex
CREATE INDEX "price_version_of_target" ON "price_version"("kind", "target_id");

-- CreateIndex
CREATE INDEX "assignment_of_facility" ON "assignment"("facility_id", "kind");

-- CreateIndex
CREATE INDEX "discount_code" ON "discount"("tenant_id", "code");

-- CreateIndex
CREATE INDEX "pass_of_registration" ON "pass"("registration");

-- CreateIndex
CREATE INDEX "ownership_of_registration" ON "ownership"("registration", "since");

-- CreateIndex
CREATE INDEX "work_of_subject" ON "work"("kind", "subject_id");

-- CreateIndex
CREATE INDEX "work_due" ON "work"("due_at", "id");

-- CreateIndex
CREATE INDEX "visit_waiting" ON "visit"("waiting_for");

-- CreateIndex
CREATE UNIQUE INDEX "charge_replaces_charge_id_key" ON "charge"("replaces_charge_id");

-- CreateIndex
CREATE INDEX "charge_of_stay" ON "charge"("parking_session_id");

-- CreateIndex
CREATE INDEX "charge_of_source" ON "charge"("source_type", "source_id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_credits_invoice_id_key" ON "invoice"("credits_invoice_id");

-- CreateIndex
CREATE INDEX "invoice_of_stay" ON "invoice"("parking_session_id", "created_at");

-- CreateIndex
CREATE INDEX "invoice_of_customer" ON "invoice"("customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "invoice_of_facility" ON "invoice"("facility_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "invoice_of_tenant" ON "invoice"("tenant_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "invoice_tenant_id_number_key" ON "invoice"("tenant_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_one_draft" ON "invoice"("parking_session_id") WHERE (status = 'DRAFT');

-- CreateIndex
CREATE UNIQUE INDEX "invoice_one_of_pass" ON "invoice"("pass_id") WHERE (status = 'ISSUED' AND kind = 'INVOICE');

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

-- What Prisma cannot say.

ALTER TABLE "invoice"
  ADD CONSTRAINT "invoice_kinds" CHECK (
    "kind" IN ('INVOICE', 'CREDIT_NOTE') AND "purpose" IN ('STAY', 'SUPPLEMENT', 'PASS')
    AND "status" IN ('DRAFT', 'ISSUED', 'CANCELLED')),
  ADD CONSTRAINT "invoice_is_for_something" CHECK (
    ("purpose" = 'PASS') = ("pass_id" IS NOT NULL) AND ("purpose" <> 'PASS') = ("parking_session_id" IS NOT NULL)),
  ADD CONSTRAINT "invoice_has_a_document_once_issued" CHECK (
    ("status" <> 'DRAFT' OR "number" IS NULL) AND ("status" <> 'ISSUED' OR "number" IS NOT NULL)
    AND num_nonnulls("number", "issued_at", "due_at", "net_minor", "tax_minor", "total_minor", "content") IN (0, 7)),
  ADD CONSTRAINT "invoice_adds_up" CHECK ("total_minor" = "net_minor" + "tax_minor"),
  ADD CONSTRAINT "invoice_credit_note_credits" CHECK ("status" = 'DRAFT' OR "number" IS NULL OR ("kind" = 'CREDIT_NOTE') = ("credits_invoice_id" IS NOT NULL)),
  ADD CONSTRAINT "invoice_sign" CHECK ("total_minor" IS NULL OR ("kind" = 'INVOICE' AND "total_minor" >= 0) OR ("kind" = 'CREDIT_NOTE' AND "total_minor" <= 0)),
  ADD CONSTRAINT "invoice_cancelled" CHECK (("status" = 'CANCELLED') = ("cancelled_at" IS NOT NULL) AND ("status" = 'CANCELLED') = ("cancel_reason" IS NOT NULL));

ALTER TABLE "stay"
  ADD CONSTRAINT "stay_status" CHECK ("status" IN ('OPEN', 'CLOSED', 'MERGED'));

ALTER TABLE "price_version" ADD CONSTRAINT "price_version_kind" CHECK ("kind" IN ('TARIFF', 'RATE_PLAN'));
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_kind" CHECK ("kind" IN ('TARIFF', 'RATE_PLAN'));
ALTER TABLE "discount" ADD CONSTRAINT "discount_uses" CHECK ("uses" >= 0);

CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS E'BEGIN RAISE EXCEPTION ''% is never changed'', TG_TABLE_NAME\073 END';

-- An invoice that was issued stays as it is. It may be taken back, and nothing else of it changes then.
CREATE FUNCTION "refuse_change_of_issued_invoice"() RETURNS trigger LANGUAGE plpgsql AS E'BEGIN
  IF TG_OP = ''DELETE'' THEN RAISE EXCEPTION ''invoices are never deleted''\073 END IF\073
  IF OLD.status = ''DRAFT'' THEN RETURN NEW\073 END IF\073
  IF OLD.status = ''ISSUED'' AND OLD.kind = ''INVOICE'' AND NEW.status = ''CANCELLED''
    AND (to_jsonb(NEW) - ARRAY[''status'', ''version'', ''cancelled_at'', ''cancel_reason'', ''credit_note_id''])
      = (to_jsonb(OLD) - ARRAY[''status'', ''version'', ''cancelled_at'', ''cancel_reason'', ''credit_note_id''])
    THEN RETURN NEW\073 END IF\073
  RAISE EXCEPTION ''invoice % was issued and never changes'', OLD.id\073
END';

CREATE TRIGGER "invoice_issued_stays" BEFORE UPDATE OR DELETE ON "invoice"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_issued_invoice"();
CREATE TRIGGER "invoice_not_emptied" BEFORE TRUNCATE ON "invoice"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "charge_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "charge"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "price_version_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "price_version"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
