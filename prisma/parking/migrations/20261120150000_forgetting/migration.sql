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

DROP TRIGGER "session_correction_append_only" ON "session_correction";
CREATE TRIGGER "session_correction_append_only" BEFORE UPDATE OR DELETE ON "session_correction"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_but_forgetting"('corrected_by', 'reason', 'before', 'after');
CREATE TRIGGER "session_correction_not_emptied" BEFORE TRUNCATE ON "session_correction"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
