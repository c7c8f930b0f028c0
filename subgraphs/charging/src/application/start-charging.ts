import { normaliseRegistration } from '@voltpark/contracts';
import { invalidInput, notFound, notPermitted } from '@voltpark/kit/decision';
import { limits } from '../domain/limits.js';
import { happenedAt } from '../domain/reported-time.js';
import { isDeviceOf, worksFor } from '../domain/permission.js';
import {
  connectorOccupied,
  decideStart,
  type StartCharging,
  type StartState,
} from '../domain/start-charging.js';
import type { PendingSession } from '../domain/session.js';
import type { Connector } from '../domain/station.js';
import type { Stay } from '../domain/stay.js';
import { changeConnector } from './change-connector.js';
import { hearFrom } from './hear-from.js';
import { idempotencyKeyRefusal } from './idempotency-key.js';
import { takeInAside } from './kept-aside.js';
import { withPatience } from './patience.js';
import { turns } from '@voltpark/kit/turns';
import { publicReach } from '@voltpark/kit/reach';
import { offersCharging } from './settings.js';
import type { Cause, Ports, Stores } from './ports.js';

export interface StartChargingCommand extends StartCharging {
  readonly idempotencyKey: string;
  readonly parkingSessionId: string | null;
  readonly registration: string | null;
  readonly at: Date | null;
}

type Input = Omit<StartChargingCommand, 'idempotencyKey'>;

/** Begins a session for a vehicle that is parked at the connector. */
export function startCharging(ports: Ports) {
  const { transact, wait } = ports;
  const inTurn = turns();
  const attempt = (cause: Cause, command: StartChargingCommand) =>
    inTurn(command.connectorId, () =>
      transact(cause, (stores) => startIn(stores, ports, cause, command)),
    );
  return async (cause: Cause, command: StartChargingCommand) =>
    idempotencyKeyRefusal(command.idempotencyKey) ??
    commandFault(command) ??
    withPatience(wait, () => attempt(cause, command), 'VehicleNotParked');
}

function commandFault({ parkingSessionId, registration, transactionId }: StartChargingCommand) {
  if ((parkingSessionId === null) === (registration === null)) {
    return invalidInput('registration', 'Name the vehicle by its stay or by its registration.');
  }
  if (
    transactionId !== null &&
    (transactionId === '' || transactionId.length > limits.transactionIdCharacters)
  ) {
    return invalidInput('transactionId', 'This has 1 to 64 characters.');
  }
  return null;
}

/** Within a transaction: begins a session, once. */
export function startIn(
  stores: Stores,
  { clock, newId }: Pick<Ports, 'clock' | 'newId'>,
  cause: Cause,
  { idempotencyKey, ...input }: StartChargingCommand,
) {
  const { actor } = cause;
  return stores.once({ idempotencyKey, operation: 'startCharging', input }, async () => {
    const [seen] = await stores.stations.connectors([input.connectorId], publicReach);
    if (seen === undefined) return notFound('Connector', input.connectorId);
    // A look without holding anything: most of a crowd at one charger need no more.
    if (await isTaken(stores, input)) return connectorOccupied(input.connectorId);
    const now = clock.now();
    const at = happenedAt(input.at, { actor, tenantId: seen.tenantId, now });
    if (!(at instanceof Date)) return at;
    if (input.transactionId !== null && !worksFor(actor, seen.tenantId)) {
      return notPermitted('Only devices and staff know of transactions.');
    }
    const isDevice = isDeviceOf(actor, seen.tenantId);
    const state = await stateOf(stores, seen, input, { at, heardAt: isDevice ? now : null });
    const known = await knownTransaction(stores, input);
    if (known !== null) return { sessionId: known };
    const id = newId();
    const decision = decideStart(input, state, { id, actor, at, now });
    if (decision.outcome === 'refused') return decision.refusal;
    for (const session of decision.events) await begin(stores, session, state, now);
    return { sessionId: id };
  });
}

/** True when the charger serves another vehicle, and no transaction is named that may be known from before. */
async function isTaken(
  { sessions }: Stores,
  { connectorId, parkingSessionId, registration, transactionId }: Input,
): Promise<boolean> {
  if (transactionId !== null) return false;
  const written = registration === null ? null : normaliseRegistration(registration);
  return sessions.isTaken(connectorId, { parkingSessionId, registration: written });
}

/** A transaction that a device told of before begins nothing anew, whatever has become of it. */
async function knownTransaction(
  { sessions }: Stores,
  { connectorId, transactionId }: Input,
): Promise<string | null> {
  if (transactionId === null) return null;
  return (await sessions.ofTransaction(connectorId, transactionId))?.id ?? null;
}

/** What is known of connector and vehicle. The stay is held, then the charger with all its connectors. */
async function stateOf(
  stores: Stores,
  { stationId, chargerId, facilityId }: Connector,
  input: Input,
  { at, heardAt }: { readonly at: Date; readonly heardAt: Date | null },
): Promise<StartState> {
  const { known } = stores;
  const stay = await heldStay(stores, input);
  const connectors = await stores.stations.holdConnectorsOf(chargerId);
  // A device of a silent station that asks is not silent any more.
  if (heardAt !== null) await hearFrom(stores, stationId, heardAt);
  const [station] = await stores.stations.byIds([stationId], publicReach);
  const facility = await known.facility(facilityId);
  return {
    station: station ?? null,
    connectors,
    stay,
    vehicle: stay === null ? null : await known.vehicle(stay.registration),
    charging: stay === null ? null : await stores.sessions.openOfVehicle(stay.registration),
    isOffered: facility !== null && (await offersCharging(known, facility)),
    timeZone: facility?.timeZone ?? null,
    tariffVersionId: await known.tariffInForce({ id: stationId, facilityId }, startOf(stay, at)),
  };
}

/** The instant at which the session begins: not before the vehicle parked. */
const startOf = (stay: Stay | null, at: Date) =>
  stay === null || stay.enteredAt < at ? at : stay.enteredAt;

async function heldStay(
  { known }: Stores,
  { parkingSessionId, registration }: Input,
): Promise<Stay | null> {
  if (parkingSessionId !== null) return known.holdStay(parkingSessionId);
  const found = await known.openStay(normaliseRegistration(registration ?? ''));
  return found === null ? null : known.holdStay(found.id);
}

/** Saves a session that begins: its connector is taken, and an offer to charge is taken up. */
async function begin(
  stores: Stores,
  session: PendingSession,
  { connectors }: Pick<StartState, 'connectors'>,
  now: Date,
): Promise<void> {
  await stores.sessions.add(session);
  await stores.publish([{ type: 'SessionStarted', session }]);
  const connector = connectors.find(({ id }) => id === session.connectorId);
  if (connector !== undefined) {
    const change = { status: 'CHARGING', sessionId: session.id, reservation: null } as const;
    await changeConnector(stores, connector, change, now);
  }
  const proposal = await stores.proposals.holdOfStay(session.parkingSessionId);
  if (proposal?.status === 'OPEN') {
    const taken = { status: 'ACCEPTED', sessionId: session.id, decidedAt: now } as const;
    await stores.proposals.save({ ...proposal, ...taken });
  }
  // A device that was offline may have told of it before.
  await takeInAside(stores, session, now);
}
