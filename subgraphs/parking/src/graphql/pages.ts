import { normaliseRegistration } from '@voltpark/contracts';
import {
  encodeCursor,
  page,
  pageRequest,
  type Connection,
  type PageArguments,
} from '@voltpark/kit/graphql/connection';
import { z } from 'zod';
import type { SessionCriteria } from '../application/ports.js';
import type { ParkingSession } from '../domain/session.js';
import type { Slot } from '../domain/slot.js';
import type { GraphQLContext } from './context.js';
import type { SlotFilter } from './generated/types.js';

/** Sort keys in cursors. */
const sessionCursor = z.tuple([z.coerce.date(), z.string()]);
const slotCursor = z.tuple([z.string()]);

type Wish = { readonly [Field in keyof SessionCriteria]?: SessionCriteria[Field] | undefined };

/** A page of sessions that the viewer may see, the latest entry first. */
export async function sessionPage(
  args: PageArguments & Wish,
  { useCases, viewer }: GraphQLContext,
): Promise<Connection<ParkingSession>> {
  const { registration } = args;
  const criteria = {
    facilityId: args.facilityId ?? null,
    open: args.open ?? null,
    registration: registration == null ? null : normaliseRegistration(registration),
    colour: args.colour ?? null,
    make: args.make ?? null,
  };
  const slice = pageRequest(args, sessionCursor);
  const rows = await useCases.reads.findSessions(criteria, slice, viewer);
  return page(rows, args, ({ enteredAt, id }) => encodeCursor([enteredAt, id]));
}

/** A page of a facility's slots by number. */
export async function slotPage(
  facilityId: string,
  args: PageArguments & { readonly filter?: SlotFilter | null | undefined },
  { useCases, viewer }: GraphQLContext,
): Promise<Connection<Slot>> {
  const { colour, status, kind, size, levelId } = args.filter ?? {};
  const criteria = {
    facilityId,
    colour: colour?.trim() ?? null,
    status: status ?? null,
    kind: kind ?? null,
    size: size ?? null,
    levelId: levelId ?? null,
  };
  const { limit, after } = pageRequest(args, slotCursor);
  const slice = { limit, after: after?.[0] ?? null };
  const rows = await useCases.reads.findSlots(criteria, slice, viewer);
  return page(rows, args, ({ number }) => encodeCursor([number]));
}
