-- CreateTable
CREATE TABLE "receivable" (
    "invoice_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "facility_id" TEXT,
    "customer_id" TEXT,
    "parking_session_id" TEXT,
    "pass_id" TEXT,
    "currency" TEXT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "owed_minor" BIGINT NOT NULL,
    "parking_paid_until" TIMESTAMPTZ(3),
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "paid_at" TIMESTAMPTZ(3),
    "overdue_at" TIMESTAMPTZ(3),
    "dunning_level" INTEGER NOT NULL DEFAULT 0,
    "dunned_at" TIMESTAMPTZ(3),
    "next_dunning_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "credit_note_id" TEXT,
    "replaced_by_id" TEXT,
    "attend_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL,

    CONSTRAINT "receivable_pkey" PRIMARY KEY ("invoice_id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" TEXT NOT NULL,
    "invoice_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "facility_id" TEXT,
    "customer_id" TEXT,
    "currency" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "capture" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "attend_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "authorised_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "capture_minor" BIGINT,
    "void_reason" TEXT,
    "asked_step" TEXT,
    "unanswered_since" TIMESTAMPTZ(3),
    "inquiries" INTEGER,
    "captured_at" TIMESTAMPTZ(3),
    "captured_minor" BIGINT,
    "refunded_minor" BIGINT,
    "refunding_minor" BIGINT,
    "funds_minor" BIGINT,
    "goodwill_minor" BIGINT,
    "ended_at" TIMESTAMPTZ(3),
    "code" TEXT,
    "explanation" TEXT,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund" (
    "id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "attend_at" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL,
    "unanswered_since" TIMESTAMPTZ(3),
    "inquiries" INTEGER,
    "issued_at" TIMESTAMPTZ(3),
    "credit_minor" BIGINT,
    "ended_at" TIMESTAMPTZ(3),
    "code" TEXT,
    "explanation" TEXT,

    CONSTRAINT "refund_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_posting" (
    "id" BIGSERIAL NOT NULL,
    "entry_id" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "invoice_id" TEXT,
    "customer_id" TEXT,
    "facility_id" TEXT,
    "charge_kind" TEXT,
    "tax_percent" TEXT,

    CONSTRAINT "ledger_posting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "processor_webhook" (
    "id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "processor_webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "simulated_operation" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "code" TEXT,
    "explanation" TEXT,
    "arrives_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "simulated_operation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "simulated_webhook" (
    "id" TEXT NOT NULL,
    "operation_id" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "simulated_webhook_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "receivable_attend" ON "receivable"("attend_at") WHERE (attend_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "receivable_of_customer" ON "receivable"("customer_id", "currency");

-- CreateIndex
CREATE INDEX "receivable_of_facility" ON "receivable"("facility_id", "status");

-- CreateIndex
CREATE INDEX "payment_of_invoice" ON "payment"("invoice_id");

-- CreateIndex
CREATE INDEX "payment_attend" ON "payment"("attend_at") WHERE (attend_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "payment_of_customer" ON "payment"("customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_of_facility" ON "payment"("facility_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_of_tenant" ON "payment"("tenant_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "refund_of_payment" ON "refund"("payment_id");

-- CreateIndex
CREATE INDEX "refund_attend" ON "refund"("attend_at") WHERE (attend_at IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "ledger_entry_kind_source_id_key" ON "ledger_entry"("kind", "source_id");

-- CreateIndex
CREATE INDEX "ledger_posting_of_entry" ON "ledger_posting"("entry_id");

-- CreateIndex
CREATE INDEX "ledger_posting_of_account" ON "ledger_posting"("tenant_id", "account", "occurred_at");

-- CreateIndex
CREATE INDEX "ledger_posting_revenue" ON "ledger_posting"("facility_id", "occurred_at") WHERE (account = 'REVENUE');

-- CreateIndex
CREATE INDEX "ledger_posting_of_invoice" ON "ledger_posting"("invoice_id");

-- CreateIndex
CREATE INDEX "processor_webhook_received" ON "processor_webhook"("received_at");

-- CreateIndex
CREATE INDEX "simulated_operation_of_payment" ON "simulated_operation"("payment_id");

-- CreateIndex
CREATE INDEX "simulated_webhook_due" ON "simulated_webhook"("due_at");

-- AddForeignKey
ALTER TABLE "refund" ADD CONSTRAINT "refund_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_posting" ADD CONSTRAINT "ledger_posting_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "ledger_entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What must hold whatever the code does. Semicolons in functions are written \073, as the migrate engine takes every
-- semicolon for the end of a statement.

-- Something is owed as long as it is open, and never more than was claimed.
ALTER TABLE "receivable" ADD CONSTRAINT "receivable_owed" CHECK (
  "owed_minor" BETWEEN 0 AND "total_minor" AND ("status" = 'OPEN') = ("owed_minor" > 0)
);
ALTER TABLE "receivable" ADD CONSTRAINT "receivable_status_fields" CHECK (
  CASE "status"
    WHEN 'OPEN' THEN "paid_at" IS NULL AND "cancelled_at" IS NULL
    WHEN 'PAID' THEN "paid_at" IS NOT NULL AND "cancelled_at" IS NULL AND "next_dunning_at" IS NULL
    WHEN 'CANCELLED' THEN "cancelled_at" IS NOT NULL AND "credit_note_id" IS NOT NULL AND "next_dunning_at" IS NULL
    ELSE false
  END
);

-- A payment has what its status says.
ALTER TABLE "payment" ADD CONSTRAINT "payment_status_fields" CHECK (
  CASE "status"
    WHEN 'CREATED' THEN true
    WHEN 'AUTHORISED' THEN "authorised_at" IS NOT NULL AND "expires_at" IS NOT NULL
    WHEN 'CAPTURING' THEN "capture_minor" IS NOT NULL
    WHEN 'VOIDING' THEN "void_reason" IS NOT NULL
    WHEN 'UNKNOWN' THEN "asked_step" IN ('AUTHORISE', 'CAPTURE', 'VOID')
      AND "unanswered_since" IS NOT NULL AND "inquiries" IS NOT NULL
      AND ("asked_step" <> 'CAPTURE' OR "capture_minor" IS NOT NULL)
      AND ("asked_step" <> 'VOID' OR "void_reason" IS NOT NULL)
    WHEN 'CAPTURED' THEN "captured_at" IS NOT NULL AND "captured_minor" IS NOT NULL
    WHEN 'VOIDED' THEN "ended_at" IS NOT NULL AND "void_reason" IS NOT NULL
    WHEN 'DECLINED' THEN "ended_at" IS NOT NULL AND "code" IS NOT NULL AND "explanation" IS NOT NULL
    WHEN 'FAILED' THEN "ended_at" IS NOT NULL AND "explanation" IS NOT NULL
    ELSE false
  END
  AND ("captured_at" IS NOT NULL) = ("status" = 'CAPTURED')
);
ALTER TABLE "payment" ADD CONSTRAINT "payment_amount" CHECK ("amount_minor" > 0);
ALTER TABLE "payment" ADD CONSTRAINT "payment_capture" CHECK ("capture_minor" BETWEEN 1 AND "amount_minor");
-- Refunds never exceed what was captured, and what a payment still does never exceeds what is left of it.
ALTER TABLE "payment" ADD CONSTRAINT "payment_money" CHECK (
  "captured_minor" IS NULL OR (
    "captured_minor" BETWEEN 1 AND "amount_minor" AND "refunded_minor" >= 0 AND "refunding_minor" >= 0
    AND "refunded_minor" + "refunding_minor" <= "captured_minor"
    AND "goodwill_minor" BETWEEN 0 AND "refunded_minor"
    AND "funds_minor" - "goodwill_minor" = "captured_minor" - "refunded_minor"
  )
);
ALTER TABLE "refund" ADD CONSTRAINT "refund_status_fields" CHECK (
  "amount_minor" > 0 AND CASE "status"
    WHEN 'REQUESTED' THEN true
    WHEN 'UNKNOWN' THEN "unanswered_since" IS NOT NULL AND "inquiries" IS NOT NULL
    WHEN 'ISSUED' THEN "issued_at" IS NOT NULL AND "credit_minor" BETWEEN 0 AND "amount_minor"
    WHEN 'DECLINED' THEN "ended_at" IS NOT NULL AND "code" IS NOT NULL AND "explanation" IS NOT NULL
    ELSE false
  END
);

-- The ledger is only ever added to.
CREATE FUNCTION "refuse_ledger_change"() RETURNS trigger LANGUAGE plpgsql AS
  E'BEGIN RAISE EXCEPTION ''The ledger is only ever added to: % of % is refused.'', TG_OP, TG_TABLE_NAME \073 END';
CREATE TRIGGER "ledger_entry_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_ledger_change"();
CREATE TRIGGER "ledger_posting_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_posting"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_ledger_change"();

ALTER TABLE "ledger_posting" ADD CONSTRAINT "ledger_posting_amount" CHECK ("amount_minor" <> 0);
ALTER TABLE "ledger_posting" ADD CONSTRAINT "ledger_posting_dimensions" CHECK (
  CASE "account"
    WHEN 'RECEIVABLE' THEN "invoice_id" IS NOT NULL
    WHEN 'REVENUE' THEN "charge_kind" IS NOT NULL
    WHEN 'TAX_PAYABLE' THEN true
    WHEN 'PROCESSOR_CLEARING' THEN true
    WHEN 'REFUNDS' THEN true
    ELSE false
  END
);

-- When a transaction commits, every entry that it added to sums to zero and agrees with its postings.
CREATE FUNCTION "balance_ledger_entry"() RETURNS trigger LANGUAGE plpgsql AS
  E'DECLARE off bigint\073 astray bigint\073 BEGIN
    SELECT sum(p.amount_minor), count(*) FILTER (WHERE p.currency <> e.currency OR p.tenant_id <> e.tenant_id
        OR p.occurred_at <> e.occurred_at)
      INTO off, astray FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id WHERE p.entry_id = NEW.entry_id\073
    IF off <> 0 OR astray <> 0 THEN
      RAISE EXCEPTION ''Ledger entry % does not balance: % over, % postings astray.'', NEW.entry_id, off, astray
        USING ERRCODE = ''check_violation''\073
    END IF\073
    RETURN NULL\073
  END';
CREATE CONSTRAINT TRIGGER "ledger_entry_balances" AFTER INSERT ON "ledger_posting"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "balance_ledger_entry"();
