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

DROP TRIGGER "charge_append_only" ON "charge";
CREATE TRIGGER "charge_append_only" BEFORE UPDATE OR DELETE ON "charge"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_but_forgetting"('customer_id', 'lines');
CREATE TRIGGER "charge_not_emptied" BEFORE TRUNCATE ON "charge"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

DROP TRIGGER "ledger_posting_append_only" ON "ledger_posting";
CREATE TRIGGER "ledger_posting_append_only" BEFORE UPDATE OR DELETE ON "ledger_posting"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_but_forgetting"('customer_id');
CREATE TRIGGER "ledger_posting_not_emptied" BEFORE TRUNCATE ON "ledger_posting"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_ledger_change"();

-- An invoice that was issued stays as it is, whoever it was for: its number, its dates and its amounts.
CREATE OR REPLACE FUNCTION "refuse_change_of_issued_invoice"() RETURNS trigger LANGUAGE plpgsql AS E'BEGIN
  IF TG_OP = ''DELETE'' THEN RAISE EXCEPTION ''invoices are never deleted''\073 END IF\073
  IF OLD.status = ''DRAFT'' THEN RETURN NEW\073 END IF\073
  IF OLD.status = ''ISSUED'' AND OLD.kind = ''INVOICE'' AND NEW.status = ''CANCELLED''
    AND (to_jsonb(NEW) - ARRAY[''status'', ''version'', ''cancelled_at'', ''cancel_reason'', ''credit_note_id''])
      = (to_jsonb(OLD) - ARRAY[''status'', ''version'', ''cancelled_at'', ''cancel_reason'', ''credit_note_id''])
    THEN RETURN NEW\073 END IF\073
  IF current_setting(''voltpark.forgetting'', true) = ''on''
    AND (to_jsonb(NEW) - ARRAY[''customer_id'', ''registration'', ''content'', ''cancel_reason''])
      = (to_jsonb(OLD) - ARRAY[''customer_id'', ''registration'', ''content'', ''cancel_reason''])
    THEN RETURN NEW\073 END IF\073
  RAISE EXCEPTION ''invoice % was issued and never changes'', OLD.id\073
END';
