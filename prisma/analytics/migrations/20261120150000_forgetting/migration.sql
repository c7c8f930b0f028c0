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
