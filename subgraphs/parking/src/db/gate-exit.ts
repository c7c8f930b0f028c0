import { outboxJson } from '@voltpark/kit/backbone/outbox';
import { requestHashOf } from '@voltpark/kit/idempotency';
import type pg from 'pg';
import type { Gate } from '../application/ports.js';
import type { ParkingEvent, VehicleLeft } from '../domain/events.js';
import { defaultExitTerms } from '../domain/exit.js';
import type { LeaveTarget } from '../domain/leave.js';
import { emptyOccupancy } from '../domain/occupancy.js';
import { classIndexOf, type Slot } from '../domain/slot.js';
import {
  earlierOf,
  onceOf,
  present,
  slotFrom,
  unlessKeyInUse,
  type EarlierJson,
} from './gate-once.js';
import { sessionRow, type ExitTermsColumns, type SessionJson, type SlotJson } from './json-rows.js';
import { leave, loadLeave } from './leave-sql.js';
import { exitTermsOf, sessionOf } from './rows.js';
import type { Publish } from './saving.js';
import { run } from './statement.js';

interface LeaveRow extends EarlierJson {
  readonly session: SessionJson | null;
  readonly slot: SlotJson | null;
  readonly level_name: string | null;
  readonly owner_id: string | null;
  readonly exit_terms: ExitTermsColumns | null;
}

/** Exit over the pool: one prepared statement to look, one to act. */
export function exitOver(
  pool: pg.Pool,
  publish: Publish,
  ringDoorbell: () => void,
): Pick<Gate, 'loadLeave' | 'leave'> {
  return {
    async loadLeave(cause, once, target) {
      const values = { target: keyOf(target), ...onceOf(cause, once) };
      const [row] = await run<LeaveRow, typeof values>(pool, loadLeave[target.by], values);
      const { session, slot, level_name, owner_id: ownerId, exit_terms, earlier } = present(row);
      return {
        session: session === null ? null : sessionOf(sessionRow(session)),
        slot: slotFrom(slot, level_name),
        ownerId,
        exitTerms: exit_terms === null ? defaultExitTerms : exitTermsOf(exit_terms),
        ...earlierOf(earlier, once),
      };
    },

    async leave(cause, once, left) {
      const { session, slot } = left;
      const drafts = leaveEvents(left).map((event) => publish(event, cause, session.leftAt));
      const rows = await unlessKeyInUse(
        run(pool, leave, {
          ...onceOf(cause, once),
          requestHash: requestHashOf(once.input),
          facilityId: session.facilityId,
          slotClass: classIndexOf(slot) + 1,
          sessionId: session.id,
          version: session.version,
          leftAt: session.leftAt,
          drafts: outboxJson(drafts),
        }),
      );
      if (rows.length === 0) return false;
      ringDoorbell();
      return true;
    },
  };
}

function keyOf(target: LeaveTarget): string {
  switch (target.by) {
    case 'SESSION':
      return target.sessionId;
    case 'SLOT':
      return target.slotId;
    case 'REGISTRATION':
      return target.registration;
  }
}

/** The events of an exit, as far as they are known before the counters are. */
function leaveEvents(left: VehicleLeft): ParkingEvent[] {
  const { session } = left;
  const slot: Slot = { ...left.slot, status: 'AVAILABLE', sessionId: null, holdId: null };
  const occupancy = emptyOccupancy(session.facilityId, session.tenantId);
  return [
    left,
    { type: 'SlotChanged', slot, previous: 'OCCUPIED', occupancy },
    { type: 'ThresholdCrossed', taken: 0, inService: 0, occupancy },
  ];
}
