import { isOpen } from '../domain/session.js';
import { propose } from '../domain/proposal.js';
import { corrected } from '../domain/correct-session.js';
import type { Stay } from '../domain/stay.js';
import { offersCharging } from './settings.js';
import type { Stores } from './ports.js';
import { finalRecordOf } from './final-record.js';
import { endSession } from './stop-session.js';
import { settleStay } from './settle-stay.js';

/** A vehicle parked: an electric one at a connector that it can use now is offered to charge. */
export async function stayBegan(
  stores: Stores,
  stay: Stay,
  known: { readonly now: Date; readonly id: string },
): Promise<void> {
  const earlier = await stores.known.holdStay(stay.id);
  if (earlier !== null) return;
  await stores.known.saveStay(stay);
  const at = await usableAt(stores, stay);
  const event = at === null ? null : propose(stay, at, known);
  if (event === null || !(await stores.proposals.add(event.proposal))) return;
  await stores.publish([event]);
}

/** The connectors at the slot of a stay that are free, serve its vehicle, and stand at a station that is online. */
async function usableAt(stores: Stores, stay: Stay) {
  if (!stay.isElectric || stay.slotKind !== 'EV') return null;
  if (!(await offersCharging(stores.known, { id: stay.facilityId, tenantId: stay.tenantId }))) {
    return null;
  }
  const vehicle = await stores.known.vehicle(stay.registration);
  const types = vehicle?.connectorTypes ?? [];
  const usable = (await stores.stations.connectorsAtSlot(stay.slotId)).filter(
    ({ type, status, reservation }) =>
      (types.length === 0 || types.includes(type)) &&
      (status === 'AVAILABLE' || reservation?.registration === stay.registration),
  );
  const reach = { kind: 'TENANT', tenantId: stay.tenantId } as const;
  const stations = await stores.stations.byIds(
    usable.map(({ stationId }) => stationId),
    reach,
  );
  const online = stations.find(({ status }) => status === 'ONLINE');
  if (online === undefined) return null;
  const own = usable.filter(({ stationId }) => stationId === online.id);
  return { stationId: online.id, connectorIds: own.map(({ id }) => id) };
}

/** A vehicle left: what it charged is over, and nothing follows. */
export async function stayEnded(stores: Stores, left: Stay, now: Date): Promise<void> {
  const earlier = await stores.known.holdStay(left.id);
  if (earlier !== null && earlier.version >= left.version) return;
  const stay = earlier === null ? left : { ...left, ...keptOf(earlier) };
  await stores.known.saveStay(stay);
  const at = left.leftAt ?? now;
  for (const session of await stores.sessions.holdOfStay(stay.id)) {
    if (isOpen(session)) {
      await endSession(stores, session, { at, reason: 'LEFT' }, { pluggedIn: false });
    }
  }
  const proposal = await stores.proposals.holdOfStay(stay.id);
  if (proposal?.status === 'OPEN') {
    await stores.proposals.save({ ...proposal, status: 'WITHDRAWN', decidedAt: now });
  }
  await settleStay(stores, stay, now);
}

/** What is known of a stay beside what parking tells with its end. */
const keptOf = ({ mergedIntoId, settledAt }: Stay) => ({ mergedIntoId, settledAt });

/** A stay was set right by staff: its registration and owner, or that it is a part of another. */
export interface StayCorrection {
  readonly stayId: string;
  readonly registration: string;
  readonly customerId: string | null;
  readonly enteredAt: Date;
  readonly mergedIntoId: string | null;
  readonly reason: string;
  readonly version: number;
}

/**
 * Keeps what was corrected of a stay. Sessions follow its registration and owner: open ones tell it with whatever
 * they tell next, finished ones at once.
 */
export async function stayCorrected(stores: Stores, correction: StayCorrection): Promise<void> {
  const { stayId, reason, ...now } = correction;
  const stay = await stores.known.holdStay(stayId);
  if (stay === null) throw new Error(`Stay ${stayId} is not known yet.`);
  if (stay.version >= now.version) return;
  await stores.known.saveStay({ ...stay, ...now });
  const { registration, customerId } = now;
  if (stay.registration === registration && stay.customerId === customerId) return;
  for (const session of await stores.sessions.holdOfStay(stayId)) {
    const vehicle = { registration, customerId };
    if (isOpen(session)) {
      await stores.sessions.save({ ...session, ...vehicle });
      continue;
    }
    const next = corrected(session, vehicle);
    await stores.sessions.save(next);
    const record = await finalRecordOf(stores, next, next);
    await stores.publish([{ type: 'SessionCorrected', session: next, record, reason }]);
  }
  const proposal = await stores.proposals.holdOfStay(stayId);
  if (proposal !== null) await stores.proposals.save({ ...proposal, registration, customerId });
}
