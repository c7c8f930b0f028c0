import { createHash } from 'node:crypto';
import type { SqlExecutor } from './database/executor.js';

/** Who asked for what under which key. */
export interface IdempotentRequest {
  readonly idempotencyKey: string;
  readonly actorId: string;
  /** Name of the mutation. */
  readonly operation: string;
  /** The mutation's input; compared by its canonical JSON. */
  readonly input: unknown;
}

/**
 * Runs a command at most once under its key, within the caller's transaction: the same key with the same
 * input gives the first response again, without a second effect; with another input the refusal
 * `IdempotencyKeyReused`. Two at once: the second waits for the first's transaction, then sees its response.
 * A refusal is not kept: it had no effect, and the same request may be granted when the world has changed. When
 * `run` throws, the transaction and the key are gone together.
 */
export async function idempotently<Response>(
  tx: SqlExecutor,
  request: IdempotentRequest,
  run: () => Promise<Response>,
): Promise<
  | Response
  | {
      readonly type: 'IdempotencyKeyReused';
      readonly message: string;
      readonly idempotencyKey: string;
    }
> {
  const requestHash = requestHashOf(request.input);
  const inserted = await tx.$executeRawUnsafe(
    `INSERT INTO idempotency (key, actor_id, operation, request_hash) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    request.idempotencyKey,
    request.actorId,
    request.operation,
    requestHash,
  );
  if (inserted === 1) {
    const response = await run();
    const key = [request.idempotencyKey, request.actorId, request.operation] as const;
    if (isRefusal(response)) {
      await tx.$executeRawUnsafe(
        `DELETE FROM idempotency WHERE key = $1 AND actor_id = $2 AND operation = $3`,
        ...key,
      );
      return response;
    }
    await tx.$executeRawUnsafe(
      `UPDATE idempotency SET response = $4::jsonb WHERE key = $1 AND actor_id = $2 AND operation = $3`,
      ...key,
      JSON.stringify(response),
    );
    return response;
  }
  const [earlier] = await tx.$queryRawUnsafe<{ request_hash: string; response: Response }[]>(
    `SELECT request_hash, response FROM idempotency WHERE key = $1 AND actor_id = $2 AND operation = $3`,
    request.idempotencyKey,
    request.actorId,
    request.operation,
  );
  if (earlier?.request_hash === requestHash) return earlier.response;
  return {
    type: 'IdempotencyKeyReused',
    message: 'This idempotency key was used before with another request.',
    idempotencyKey: request.idempotencyKey,
  };
}

/** True for `{ type, message, … }`. */
const isRefusal = (response: unknown): boolean =>
  typeof response === 'object' && response !== null && 'type' in response && 'message' in response;

/** What tells two inputs of a mutation apart: the SHA-256 of the canonical JSON, in hex. */
export function requestHashOf(input: unknown): string {
  return createHash('sha256').update(canonicalJson(input)).digest('hex');
}

/** JSON with the keys of every object in order, so that equal inputs give equal text. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner) && !(inner instanceof Date)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
