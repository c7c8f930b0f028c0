-- CreateEnum
CREATE TYPE "Role" AS ENUM ('DRIVER', 'ATTENDANT', 'OPERATOR', 'PARTNER', 'DEVICE', 'ADMIN');

-- CreateEnum
CREATE TYPE "AccountStatus" AS ENUM ('INVITED', 'ACTIVE', 'DEACTIVATED');

-- CreateEnum
CREATE TYPE "SessionEnd" AS ENUM ('SIGNED_OUT', 'REUSED', 'PASSWORD_CHANGED', 'ROLES_CHANGED', 'DEACTIVATED', 'SUPERSEDED');

-- CreateEnum
CREATE TYPE "VehicleType" AS ENUM ('MOTORCYCLE', 'CAR', 'VAN', 'TRUCK', 'BUS');

-- CreateEnum
CREATE TYPE "VehicleStatus" AS ENUM ('ACTIVE', 'RETIRED');

-- CreateEnum
CREATE TYPE "SlotSize" AS ENUM ('COMPACT', 'STANDARD', 'LARGE');

-- CreateEnum
CREATE TYPE "PaymentMethodKind" AS ENUM ('CREDIT_CARD', 'DEBIT_CARD', 'DIGITAL_WALLET');

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "email" TEXT,
    "display_name" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "password_hash" TEXT,
    "roles" "Role"[],
    "tenant_id" TEXT,
    "status" "AccountStatus" NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "invitation_hash" TEXT,
    "invitation_expires_at" TIMESTAMPTZ(6),

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "external_identity" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "linked_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "external_identity_pkey" PRIMARY KEY ("issuer","subject")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),
    "ended_by" "SessionEnd",

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refresh_token" (
    "hash" TEXT NOT NULL,
    "session_id" UUID NOT NULL,
    "parent_hash" TEXT,
    "issued_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "first_used_at" TIMESTAMPTZ(6),
    "uses" INTEGER NOT NULL DEFAULT 0,
    "is_superseded" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "refresh_token_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "sign_in_throttle" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "window_started_at" TIMESTAMPTZ(6) NOT NULL,
    "blocked_until" TIMESTAMPTZ(6),

    CONSTRAINT "sign_in_throttle_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "customer" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "phone" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vehicle" (
    "id" UUID NOT NULL,
    "registration" TEXT NOT NULL,
    "registration_as_written" TEXT NOT NULL,
    "type" "VehicleType" NOT NULL,
    "make" TEXT,
    "model" TEXT,
    "colour" TEXT,
    "size" "SlotSize" NOT NULL,
    "is_electric" BOOLEAN NOT NULL,
    "connector_types" TEXT[],
    "battery_wh" INTEGER,
    "customer_id" UUID,
    "status" "VehicleStatus" NOT NULL,
    "registered_at" TIMESTAMPTZ(6) NOT NULL,
    "version" INTEGER NOT NULL,
    "offer_hash" TEXT,
    "offered_at" TIMESTAMPTZ(6),
    "offer_expires_at" TIMESTAMPTZ(6),

    CONSTRAINT "vehicle_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_method" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" "PaymentMethodKind" NOT NULL,
    "brand" TEXT NOT NULL,
    "last4" TEXT,
    "expiry_month" INTEGER,
    "expiry_year" INTEGER,
    "token" TEXT NOT NULL,
    "is_default" BOOLEAN NOT NULL,
    "added_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "payment_method_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "name" TEXT NOT NULL,
    "scopes" TEXT[],
    "secret_hash" TEXT NOT NULL,
    "issued_by" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6),
    "last_used_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenant" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "actor_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "entity_type" TEXT NOT NULL,
    "entity_id" TEXT NOT NULL,
    "tenant_id" TEXT,
    "correlation_id" TEXT,
    "changes" JSONB NOT NULL,
    "event_id" TEXT,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audited_picture" (
    "entity_type" TEXT NOT NULL,
    "entity_id" TEXT NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "audited_picture_pkey" PRIMARY KEY ("entity_type","entity_id")
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
CREATE UNIQUE INDEX "account_email_key" ON "account"("email");

-- CreateIndex
CREATE UNIQUE INDEX "account_invitation_hash_key" ON "account"("invitation_hash");

-- CreateIndex
CREATE INDEX "account_tenant" ON "account"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "external_identity_account" ON "external_identity"("account_id");

-- CreateIndex
CREATE INDEX "session_account" ON "session"("account_id", "started_at");

-- CreateIndex
CREATE INDEX "session_expires_at" ON "session"("expires_at");

-- CreateIndex
CREATE INDEX "refresh_token_session" ON "refresh_token"("session_id");

-- CreateIndex
CREATE INDEX "sign_in_throttle_window" ON "sign_in_throttle"("window_started_at");

-- CreateIndex
CREATE UNIQUE INDEX "customer_account_id_key" ON "customer"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "vehicle_offer_hash_key" ON "vehicle"("offer_hash");

-- CreateIndex
CREATE INDEX "vehicle_customer" ON "vehicle"("customer_id", "id");

-- CreateIndex
CREATE INDEX "vehicle_registration_prefix" ON "vehicle" USING SPGIST ("registration");

-- CreateIndex
CREATE INDEX "payment_method_customer" ON "payment_method"("customer_id", "id");

-- CreateIndex
CREATE INDEX "api_key_tenant" ON "api_key"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entry_event_id_key" ON "audit_entry"("event_id");

-- CreateIndex
CREATE INDEX "audit_entry_time" ON "audit_entry"("occurred_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entry_tenant" ON "audit_entry"("tenant_id", "occurred_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entry_entity" ON "audit_entry"("entity_type", "entity_id", "occurred_at" DESC);

-- CreateIndex
CREATE INDEX "audit_entry_actor" ON "audit_entry"("actor_id", "occurred_at" DESC);

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
ALTER TABLE "external_identity" ADD CONSTRAINT "external_identity_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refresh_token" ADD CONSTRAINT "refresh_token_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer" ADD CONSTRAINT "customer_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vehicle" ADD CONSTRAINT "vehicle_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_method" ADD CONSTRAINT "payment_method_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What follows is written by hand: rules that a Prisma schema cannot express.

-- A registration is borne by one active vehicle at a time, and a retired one frees it.
CREATE UNIQUE INDEX "vehicle_registration_active" ON "vehicle" ("registration") WHERE "status" = 'ACTIVE';

-- At most one default among a customer's payment methods. That there is one is the use cases' part.
CREATE UNIQUE INDEX "payment_method_one_default" ON "payment_method" ("customer_id") WHERE "is_default";

ALTER TABLE "account"
  ADD CONSTRAINT "account_email_normalised" CHECK ("email" = lower("email")),
  ADD CONSTRAINT "account_invited_has_code" CHECK (("status" = 'INVITED') = ("invitation_hash" IS NOT NULL)),
  ADD CONSTRAINT "account_invitation_ends" CHECK (("invitation_hash" IS NULL) = ("invitation_expires_at" IS NULL)),
  ADD CONSTRAINT "account_tenant_by_role" CHECK (
    CASE
      WHEN "roles" && ARRAY['ATTENDANT', 'OPERATOR']::"Role"[] THEN "tenant_id" IS NOT NULL
      ELSE "tenant_id" IS NULL
    END
  );

ALTER TABLE "session"
  ADD CONSTRAINT "session_end_has_reason" CHECK (("ended_at" IS NULL) = ("ended_by" IS NULL));

ALTER TABLE "vehicle"
  ADD CONSTRAINT "vehicle_active_has_customer" CHECK ("status" = 'RETIRED' OR "customer_id" IS NOT NULL),
  ADD CONSTRAINT "vehicle_retired_has_no_offer" CHECK ("status" = 'ACTIVE' OR "offer_hash" IS NULL),
  ADD CONSTRAINT "vehicle_offer_whole" CHECK (
    ("offer_hash" IS NULL) = ("offered_at" IS NULL) AND ("offer_hash" IS NULL) = ("offer_expires_at" IS NULL)
  );

ALTER TABLE "payment_method"
  ADD CONSTRAINT "payment_method_last4" CHECK ("last4" ~ '^[0-9]{4}$'),
  ADD CONSTRAINT "payment_method_expiry" CHECK (
    ("expiry_month" IS NULL) = ("expiry_year" IS NULL) AND "expiry_month" BETWEEN 1 AND 12
  );

ALTER TABLE "api_key"
  ADD CONSTRAINT "api_key_role" CHECK ("role" IN ('PARTNER', 'DEVICE'));

-- The audit log is append-only, for this context's own role as well. The function's semicolon is written \073,
-- as the migrate engine takes every semicolon for the end of a statement.
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS
  E'BEGIN RAISE EXCEPTION ''The audit log is append-only: % refused.'', TG_OP \073 END';
CREATE TRIGGER "audit_entry_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();
