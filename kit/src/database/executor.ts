/**
 * The least that the house's own tables (outbox, inbox, idempotency) need of a database connection.
 * A Prisma client and a Prisma transaction both are one.
 */
export interface SqlExecutor {
  $queryRawUnsafe<Rows = unknown>(sql: string, ...values: unknown[]): Promise<Rows>;
  $executeRawUnsafe(sql: string, ...values: unknown[]): Promise<number>;
}
