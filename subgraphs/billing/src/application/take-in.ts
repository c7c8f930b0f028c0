import type { Stay } from '../domain/visit.js';
import type {
  KnownAssignment,
  KnownFacility,
  KnownOwnership,
  KnownPass,
  KnownReservation,
  KnownSession,
  KnownVersion,
} from './heard.js';
import type { Stores } from './ports.js';

/** What taking in needs: where it is kept, and the present. */
export interface TakingIn {
  readonly known: Stores['known'];
  readonly now: Date;
}

const stay = (subjectId: string) => [{ kind: 'PARKING_SESSION', subjectId } as const];

/** A vehicle entered. */
export async function takeInStay({ known, now }: TakingIn, of: Stay, version: number) {
  await known.keepStay(of, version);
  await known.note(stay(of.id), now);
}

/** Something of a stay changed: the vehicle left, or staff set something right. */
export async function takeInStayChange(
  { known, now }: TakingIn,
  id: string,
  change: Partial<Stay>,
  version: number,
) {
  await known.changeStay(id, change, version);
  await known.note(stay(id), now);
}

/** A charging session began, ended or came to something else. */
export async function takeInSession(
  { known, now }: TakingIn,
  session: KnownSession,
  version: number,
) {
  await known.keepSession(session, version);
  await known.note(stay(session.parkingSessionId), now);
}

/** All charging sessions of a stay are told of. */
export async function takeInSettled(
  { known, now }: TakingIn,
  of: {
    readonly parkingSessionId: string;
    readonly sessionIds: readonly string[];
    readonly at: Date;
  },
) {
  await known.keepSettled(of.parkingSessionId, of.sessionIds, of.at);
  await known.note(stay(of.parkingSessionId), now);
}

/** A facility is new, or something of it changed. */
export async function takeInFacility(
  { known, now }: TakingIn,
  facility: KnownFacility,
  version: number,
) {
  await known.keepFacility(facility, version);
  await known.noteWaiting({ facilityId: facility.id }, now);
}

/** A tariff or plan has a new version. */
export async function takeInVersion({ known, now }: TakingIn, version: KnownVersion) {
  await known.keepVersion(version);
  if (version.kind === 'TARIFF') {
    await known.noteWaiting({ tariffVersionId: version.id }, now);
  } else await known.notePricedAnew({ planId: version.targetId }, version, now);
}

/** A facility goes by another plan from an instant on. */
export async function takeInAssignment({ known, now }: TakingIn, assignment: KnownAssignment) {
  // Which tariff a charging session goes by, charging itself says.
  if (assignment.kind === 'TARIFF') return;
  await known.keepAssignment(assignment);
  await known.notePricedAnew({ facilityId: assignment.facilityId }, assignment, now);
}

/** A pass was ordered, came into force or ended. */
export async function takeInPass({ known, now }: TakingIn, pass: KnownPass) {
  await known.keepPass(pass);
  await known.note([{ kind: 'PASS', subjectId: pass.id }], now);
  const since = pass.activatedAt ?? pass.endedAt;
  if (since !== null) await known.noteVehicle(pass.registration, since, now);
}

/** A reservation came to its end: with a stay, or without one. */
export async function takeInReservation({ known, now }: TakingIn, reservation: KnownReservation) {
  await known.keepReservation(reservation);
  const { id, parkingSessionId } = reservation;
  if (parkingSessionId === null) await known.note([{ kind: 'RESERVATION', subjectId: id }], now);
  else await known.note(stay(parkingSessionId), now);
}

/** A vehicle is somebody else's. */
export async function takeInOwnership({ known, now }: TakingIn, ownership: KnownOwnership) {
  await known.keepOwnership(ownership);
  await known.noteVehicle(ownership.registration, ownership.since, now);
}
