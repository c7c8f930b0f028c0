import { encodeCursor, page, pageRequest } from '@voltpark/kit/graphql/connection';
import { z } from 'zod';
import { exitStanding } from '../domain/exit.js';
import { durationSeconds } from '../domain/session.js';
import { isoDuration } from './duration.js';
import type { ParkingSessionResolvers } from './generated/types.js';

const correctionCursor = z.tuple([z.string()]);

export const ParkingSession: ParkingSessionResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.session.load(id),
  facility: ({ facilityId }) => ({ id: facilityId }),
  slot: ({ slotId }, _args, { loaders }) => loaders.slot.load(slotId),
  vehicle: ({ registration }) => ({ registration }),
  leftAt: (session) => (session.status === 'CLOSED' ? session.leftAt : null),
  end: (session) => {
    switch (session.status) {
      case 'OPEN':
        return null;
      case 'CLOSED':
        return session.ending;
      case 'MERGED':
        return session.status;
    }
  },
  duration: (session, _args, { now }) => {
    switch (session.status) {
      case 'OPEN':
        return isoDuration(durationSeconds(session.enteredAt, now));
      case 'CLOSED':
        return isoDuration(durationSeconds(session.enteredAt, session.leftAt));
      case 'MERGED':
        // Its time is in the session that it became a part of.
        return isoDuration(0);
    }
  },
  exit: async (session, _args, { loaders, now }) => {
    if (session.status !== 'OPEN') return null;
    return exitStanding(session, await loaders.exitTerms.load(session.facilityId), now);
  },
  mergedInto: (session, _args, { loaders }) =>
    session.status === 'MERGED' ? loaders.session.load(session.mergedIntoId) : null,
  corrections: async ({ id }, args, { useCases, viewer }) => {
    const { limit, after } = pageRequest(args, correctionCursor);
    const slice = { limit, after: after?.[0] ?? null };
    const rows = await useCases.reads.corrections(id, slice, viewer);
    return page(rows, args, (row) => encodeCursor([row.id]));
  },
};
