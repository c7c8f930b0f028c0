/** A JSON value that a record may hold. */
export type Recorded = string | number | boolean | null | readonly Recorded[];

/**
 * One field that a change touched. The log can never be changed, and people may ask to be forgotten, so it
 * holds no name, address, number, registration or secret: of such a field only the name is told.
 */
export interface AuditChange {
  readonly field: string;
  readonly previous?: Recorded;
  readonly value?: Recorded;
}

/** What a change did to which thing; who and when is added where it is written down. */
export interface AuditSubject {
  readonly action: string;
  readonly entityType: string;
  readonly entityId: string;
  readonly tenantId: string | null;
  readonly changes: readonly AuditChange[];
}

/** A field of a change; without values only its name is told. */
export const field = (name: string, previous?: Recorded, value?: Recorded): AuditChange => ({
  field: name,
  ...(previous === undefined ? {} : { previous }),
  ...(value === undefined ? {} : { value }),
});

/** Fields of which only the names are told. */
export const touched = (...names: readonly string[]): AuditChange[] =>
  names.map((name) => field(name));
