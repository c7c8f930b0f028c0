-- AlterTable
ALTER TABLE "charging_session" ADD COLUMN     "idle_since" TIMESTAMPTZ(3),
ADD COLUMN     "told_meter_version" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "meter_reading" (
    "session_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "seq_no" INTEGER NOT NULL,
    "context" SMALLINT NOT NULL,
    "register_mwh" DOUBLE PRECISION,
    "power_w" DOUBLE PRECISION,
    "current_a" DOUBLE PRECISION,
    "soc_percent" DOUBLE PRECISION,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "meter_reading_pkey" PRIMARY KEY ("session_id","at","seq_no","context")
);

-- CreateTable
CREATE TABLE "meter_mark" (
    "session_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "energy_mwh" DOUBLE PRECISION NOT NULL,
    "power_w" DOUBLE PRECISION,
    "current_a" DOUBLE PRECISION,

    CONSTRAINT "meter_mark_pkey" PRIMARY KEY ("session_id","ordinal")
);

-- CreateTable
CREATE TABLE "meter_aside" (
    "id" UUID NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "connector_id" TEXT NOT NULL,
    "transaction_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "seq_no" INTEGER NOT NULL,
    "context" SMALLINT NOT NULL,
    "register_mwh" DOUBLE PRECISION,
    "power_w" DOUBLE PRECISION,
    "current_a" DOUBLE PRECISION,
    "soc_percent" DOUBLE PRECISION,
    "reason" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "meter_aside_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "meter_aside_of_session" ON "meter_aside"("session_id");

-- CreateIndex
CREATE INDEX "meter_aside_of_connector" ON "meter_aside"("connector_id", "at");

-- CreateIndex
CREATE INDEX "meter_aside_received" ON "meter_aside"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "meter_aside_once" ON "meter_aside"("tenant_id", "session_id", "connector_id", "transaction_id", "at", "seq_no", "context");

-- Rows of sessions that charge are written with every batch of readings: room beside them keeps indexes out of it.
ALTER TABLE "charging_session" SET (fillfactor = 70);

ALTER TABLE "meter_aside" ADD CONSTRAINT "meter_aside_reason"
  CHECK (reason IN ('UNKNOWN_SESSION', 'BEFORE_START', 'AFTER_END'));
