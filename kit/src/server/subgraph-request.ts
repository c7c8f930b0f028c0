import type { Actor } from '@voltpark/contracts';
import { newId } from '../ids.js';
import { limits } from '../limits.js';
import type { SubgraphRequest } from '../request.js';

const correlationPattern = /^[\w.:-]{1,64}$/;
const traceparentPattern = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/**
 * A request as the context sees it, from what came with it as text. Malformed or missing parts get the usual
 * value; a deadline is never farther away than the house allows.
 */
export function subgraphRequest(
  actor: Actor,
  came: { correlationId?: unknown; deadline?: unknown; traceparent?: unknown },
): SubgraphRequest {
  const now = Date.now();
  const correlationId = text(came.correlationId);
  const traceparent = text(came.traceparent);
  const deadline = Number(came.deadline);
  return {
    actor,
    correlationId:
      correlationId !== undefined && correlationPattern.test(correlationId)
        ? correlationId
        : newId(),
    deadline:
      Number.isFinite(deadline) && deadline > 0
        ? Math.min(deadline, now + limits.longestDeadlineMs)
        : now + limits.defaultDeadlineMs,
    ...(traceparent !== undefined && traceparentPattern.test(traceparent) ? { traceparent } : {}),
  };
}
