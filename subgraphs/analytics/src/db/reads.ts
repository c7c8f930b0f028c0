import type { SqlExecutor } from '@voltpark/kit/database/executor';
import type { Reads } from '../application/ports.js';
import { readExport } from './export-reads.js';
import { readFacilities, readKpis, readLog } from './figure-reads.js';
import { occupancyReads } from './occupancy-reads.js';
import { reportReads } from './report-reads.js';

/** Everything that is read here, over one connection or pool. */
export function readsOver(db: SqlExecutor, now: () => Date): Reads {
  return {
    async facilityIds() {
      const rows = await db.$queryRawUnsafe<{ id: string }[]>('SELECT id FROM facility_fact');
      return rows.map(({ id }) => id);
    },
    facilities: (ids) => readFacilities(db, ids),
    occupancy: occupancyReads(db, now),
    reports: reportReads(db),
    kpis: (facilityIds, at) => readKpis(db, facilityIds, at),
    log: (facilityId, slice) => readLog(db, facilityId, slice),
    exportRows: (kind, at, question) => readExport(db, kind, at, question),
  };
}
