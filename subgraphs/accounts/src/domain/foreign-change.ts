import type { AuditChange, AuditSubject, Recorded } from './audit.js';

/** An event of another context, as far as a record of it needs. */
export interface ForeignChange {
  /** `facilities.facility.updated.v1` */
  readonly type: string;
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly tenantId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  /** The data of the event before with the same whole picture of the thing, when there was one. */
  readonly before: Readonly<Record<string, unknown>> | null;
}

/** Names of fields that tell of a person, or open something: their values are not for the record. */
const untellable =
  /registration|plate|customer|owner|name|e-?mail|phone|address|secret|password|token|key|credential|reason/i;

const longestText = 200;

/** The value when it may be told: short, and no object with fields of its own. */
function told(value: unknown): Recorded | undefined {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.length <= longestText ? value : undefined;
  return undefined;
}

function change(field: string, previous: unknown, value: unknown): AuditChange {
  if (untellable.test(field)) return { field };
  const before = told(previous);
  const after = told(value);
  return {
    field,
    ...(before === undefined ? {} : { previous: before }),
    ...(after === undefined ? {} : { value: after }),
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields that differ between two pictures of one thing. */
function difference(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): AuditChange[] {
  return Object.keys(after)
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => change(field, before[field], after[field]));
}

/**
 * What changed, read from the shape of the data: `before` / `after` of a correction, `key` with `previous` and
 * `value` of a setting, `previous` and `status` of a status, else the difference from the picture before.
 */
function changesOf(foreign: ForeignChange): AuditChange[] {
  const { data, before } = foreign;
  if (isRecord(data['before']) && isRecord(data['after'])) {
    return difference(data['before'], data['after']);
  }
  if (typeof data['key'] === 'string' && 'value' in data) {
    return [change(data['key'], data['previous'], data['value'])];
  }
  if ('previous' in data && 'status' in data) {
    return [change('status', data['previous'], data['status'])];
  }
  if (before !== null) return difference(before, data);
  return Object.keys(data).map((field) => ({ field }));
}

/** `parking_session` → `ParkingSession`. */
function entityTypeOf(aggregateType: string): string {
  return aggregateType
    .split(/[_\-\s]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** What the audit log says of an event of another context. */
export function auditOfForeign(foreign: ForeignChange): AuditSubject {
  return {
    action: foreign.type.replace(/\.v\d+$/, ''),
    entityType: entityTypeOf(foreign.aggregateType),
    entityId: foreign.aggregateId,
    tenantId: foreign.tenantId,
    changes: changesOf(foreign),
  };
}
