-- A person who is being forgotten here. May stand in an earlier migration already.
CREATE TABLE IF NOT EXISTS "forgetting" (
    "id" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "is_done" BOOLEAN NOT NULL DEFAULT false,
    "person" JSONB,
    "secret" TEXT,
    "outbox_ids" TEXT[],
    "stream_seqs" BIGINT[],
    "marks" JSONB NOT NULL DEFAULT '{}',
    "found" JSONB NOT NULL DEFAULT '{}',
    "answer" JSONB,
    "version" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "forgetting_pkey" PRIMARY KEY ("id")
);

-- Rows that are never changed, but for what names a person who is being forgotten: the columns that the trigger names.
-- (The body's semicolons are \073: the migrate engine would split the file at them.)
CREATE FUNCTION "refuse_change_but_forgetting"() RETURNS trigger LANGUAGE plpgsql AS E'BEGIN
  IF TG_OP = ''UPDATE'' AND current_setting(''voltpark.forgetting'', true) = ''on''
    AND (to_jsonb(NEW) - TG_ARGV[0:]) = (to_jsonb(OLD) - TG_ARGV[0:]) THEN RETURN NEW\073 END IF\073
  RAISE EXCEPTION ''% is append-only: rows are only ever added to it and never changed.'', TG_TABLE_NAME\073
END';

DROP TRIGGER "audit_entry_append_only" ON "audit_entry";
CREATE TRIGGER "audit_entry_append_only" BEFORE UPDATE OR DELETE ON "audit_entry"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_but_forgetting"('actor_id', 'entity_id', 'changes');
CREATE TRIGGER "audit_entry_not_emptied" BEFORE TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();

-- CreateEnum
CREATE TYPE "ErasureStatus" AS ENUM ('WAITING', 'FORGETTING', 'SEALING', 'DONE', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "Purpose" AS ENUM ('MARKETING', 'ANALYTICS', 'PARTNERS');

-- CreateTable
CREATE TABLE "erasure" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "status" "ErasureStatus" NOT NULL,
    "requested_at" TIMESTAMPTZ(6) NOT NULL,
    "begun_at" TIMESTAMPTZ(6),
    "ended_at" TIMESTAMPTZ(6),
    "version" INTEGER NOT NULL,

    CONSTRAINT "erasure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "erasure_answer" (
    "erasure_id" UUID NOT NULL,
    "context" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "open" JSONB NOT NULL,
    "found" JSONB NOT NULL,
    "kept" JSONB NOT NULL,
    "answered_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "erasure_answer_pkey" PRIMARY KEY ("erasure_id","context")
);

-- CreateTable
CREATE TABLE "consent" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "purpose" "Purpose" NOT NULL,
    "is_given" BOOLEAN NOT NULL,
    "text_version" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_preference" (
    "customer_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "customer_preference_pkey" PRIMARY KEY ("customer_id","key")
);

-- CreateIndex
CREATE INDEX "erasure_of_customer" ON "erasure"("customer_id", "requested_at");

-- CreateIndex
CREATE INDEX "erasure_to_go_on" ON "erasure"("status", "begun_at");

-- CreateIndex
CREATE INDEX "consent_in_force" ON "consent"("customer_id", "purpose", "decided_at" DESC);

-- AddForeignKey
ALTER TABLE "erasure_answer" ADD CONSTRAINT "erasure_answer_erasure_id_fkey" FOREIGN KEY ("erasure_id") REFERENCES "erasure"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One erasure of a customer at a time, whatever is asked for at once.
CREATE UNIQUE INDEX "one_erasure_at_a_time" ON "erasure"("customer_id") WHERE "status" IN ('WAITING', 'FORGETTING', 'SEALING');
ALTER TABLE "erasure" ADD CONSTRAINT "erasure_ended" CHECK (("ended_at" IS NOT NULL) = ("status" IN ('DONE', 'WITHDRAWN')));
