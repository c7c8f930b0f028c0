-- How customers are reached is published since there is a context that writes to them. Whoever signed up before that is
-- told of once here, as if their profile had changed. A new database has nobody of whom it is true.
WITH untold AS (
    UPDATE "customer" SET "version" = "version" + 1
    WHERE NOT EXISTS (
        SELECT FROM "outbox"
        WHERE "aggregate_type" = 'customer' AND "aggregate_id" = "customer"."id"::text
            AND "type" = 'accounts.contact.changed.v1'
    ) AND EXISTS (
        SELECT FROM "account" WHERE "account"."id" = "customer"."account_id" AND "account"."email" IS NOT NULL
    )
    RETURNING "id", "account_id", "phone", "version"
)
INSERT INTO "outbox" ("id", "type", "key", "aggregate_type", "aggregate_id", "aggregate_version", "data", "occurred_at", "actor_id")
SELECT gen_random_uuid(), 'accounts.contact.changed.v1', untold."id"::text, 'customer', untold."id"::text, untold."version",
    jsonb_build_object(
        'customerId', untold."id", 'displayName', "account"."display_name", 'email', "account"."email",
        'phone', untold."phone", 'locale', "account"."locale"
    ),
    now(), 'system'
FROM untold JOIN "account" ON "account"."id" = untold."account_id";
