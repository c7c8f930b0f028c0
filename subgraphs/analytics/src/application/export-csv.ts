import { csvLine } from '../domain/csv.js';
import { exportHeads } from '../domain/export-heads.js';
import { limits } from '../domain/limits.js';
import type { Days } from '../domain/reports.js';
import type { At, Cause, ExportKind, Reads } from './ports.js';
import { daysRefusal } from './read-occupancy.js';

export interface CsvQuestion extends Days {
  readonly facilityId: string;
  readonly kind: ExportKind;
  readonly after: readonly string[] | null;
}

/** A piece of a CSV file; the pieces one after another are the file. */
export interface CsvChunk {
  readonly text: string;
  readonly rows: number;
  /** What the next piece is behind; null: this was the last one. */
  readonly next: readonly string[] | null;
}

/**
 * Exports a facility's facts piece by piece: nobody holds the whole file, neither here nor on the way. What is added
 * behind the last piece meanwhile comes with the next one.
 */
export function exportCsv(
  reads: Reads,
  own: (cause: Cause, facilityId: string) => Promise<At | null>,
) {
  return async (cause: Cause, { kind, facilityId, after, from, to }: CsvQuestion) => {
    const refusal = daysRefusal({ from, to }, limits.reportDays);
    if (refusal !== null) return refusal;
    const at = await own(cause, facilityId);
    if (at === null) return null;
    const limit = limits.csvRows + 1;
    const found = await reads.exportRows(kind, at, { from, to, after, limit });
    const rows = found.slice(0, limits.csvRows);
    const lines = rows.map(({ cells }) => csvLine(cells));
    const head = after === null ? [csvLine(exportHeads[kind])] : [];
    const next = found.length > rows.length ? (rows.at(-1)?.key ?? null) : null;
    const chunk: CsvChunk = { text: [...head, ...lines].join(''), rows: rows.length, next };
    return chunk;
  };
}
