import { newId } from '@voltpark/kit/ids';
import { textAt, type Outcome, type Person } from '../person.js';
import type { Car } from './car.js';
import type { Chance } from './chance.js';
import type { Meters } from './meters.js';
import type { Place, Plug } from './places.js';

/** What a visit needs of the world. */
export interface World {
  readonly device: Person;
  /** Staff: devices may pay, and do not see what becomes of a stay. */
  readonly operator: Person;
  readonly chance: Chance;
  readonly meters: Meters;
  /** A typical stay; each is up to twice as long, or much shorter. */
  readonly staySeconds: number;
  /** Waits; sooner over when the simulation ends. */
  readonly pause: (seconds: number) => Promise<void>;
  readonly count: (what: Counted) => void;
}

/** What a simulation keeps count of. */
export type Counted =
  | 'booked'
  | 'called off'
  | 'never came'
  | 'entered'
  | 'turned away'
  | 'charged'
  | 'fault'
  | 'gate trouble'
  | 'left'
  | 'paid'
  | 'declined';

/** How often what happens. */
const odds = { fault: 0.04, idles: 0.3, pays: 0.95, declined: 0.08 } as const;

/** One car, from the barrier to the paid invoice. Ends at once where it is turned away. */
export async function visit(world: World, place: Place, car: Car): Promise<void> {
  const { device, count } = world;
  const parked = await device.try(
    'parkVehicle',
    {
      facilityId: place.facilityId,
      registration: car.registration,
      make: car.make,
      model: car.model,
      size: car.size,
      isElectric: car.battery !== undefined,
      idempotencyKey: newId(),
    },
    '... on VehicleParked { session { id } slot { id } }',
  );
  if (parked.__typename !== 'VehicleParked') return count('turned away');
  count('entered');
  const parkingSessionId = textAt(parked, 'session', 'id');
  const plug = plugFor(car, place.plugs.get(textAt(parked, 'slot', 'id')) ?? []);
  const seconds = world.staySeconds * world.chance.between(0.2, 2);
  if (plug === undefined) await world.pause(seconds);
  else await charge(world, { parkingSessionId, car, plug, seconds });
  await depart(world, parkingSessionId);
}

const plugFor = ({ battery }: Car, plugs: readonly Plug[]): Plug | undefined =>
  plugs.find(({ type }) => battery?.connectorTypes.includes(type));

interface Stop {
  readonly parkingSessionId: string;
  readonly car: Car;
  readonly plug: Plug;
  readonly seconds: number;
}

async function charge(world: World, { parkingSessionId, car, plug, seconds }: Stop): Promise<void> {
  const { device, chance, meters, pause, count } = world;
  const targetSocPercent = chance.happens(0.7) ? 80 : 100;
  const started = await device.try(
    'startCharging',
    {
      connectorId: plug.connectorId,
      parkingSessionId,
      socPercent: car.socPercent,
      targets: { socPercent: targetSocPercent },
      idempotencyKey: newId(),
    },
    '... on ChargingStarted { session { id } }',
  );
  // A broken plug, or one that somebody was promised: the car just stands there.
  if (started.__typename !== 'ChargingStarted' || car.battery === undefined) return pause(seconds);
  const sessionId = textAt(started, 'session', 'id');
  meters.plugIn({
    sessionId,
    plug,
    battery: batteryAt(car.battery, plug),
    targetSocPercent,
    charge: { energyWh: 0, socPercent: car.socPercent, powerW: 0 },
  });
  count('charged');
  if (chance.happens(odds.fault)) {
    await pause(seconds * chance.between(0.1, 0.9));
    meters.unplug(sessionId);
    await breakDown(world, plug);
  } else {
    await pause(seconds * (chance.happens(odds.idles) ? 1 : 0.8));
    meters.unplug(sessionId);
    await device.try('stopCharging', { sessionId, reason: 'UNPLUGGED', idempotencyKey: newId() });
  }
}

/** What a battery takes of a plug: the car itself has to turn alternating current into direct. */
function batteryAt(battery: NonNullable<Car['battery']>, { type }: Plug) {
  const { capacityWh, maximumPowerW, onboardPowerW } = battery;
  return {
    capacityWh,
    maximumPowerW: type === 'IEC_62196_T2' ? onboardPowerW : maximumPowerW,
  };
}

/** The charger has a fault, which ends the session, and is well again after a while. */
async function breakDown({ device, chance, pause, count }: World, plug: Plug): Promise<void> {
  count('fault');
  const { connectorId } = plug;
  const faultCode = chance.happens(0.5) ? 'GroundFailure' : 'OverTemperature';
  await device.try('reportConnectorStatus', { connectorId, status: 'Faulted', faultCode });
  await pause(chance.between(20, 90));
  await device.try('reportConnectorStatus', { connectorId, status: 'Available' });
}

/** Pays where the exit wants that first, and leaves; otherwise leaves and pays. */
async function depart(world: World, parkingSessionId: string): Promise<void> {
  const leave = () =>
    world.device.try('leave', { sessionId: parkingSessionId, idempotencyKey: newId() });
  let left = await leave();
  if (left.__typename === 'PaymentRequired') {
    const settled = await world.device.try(
      'settleStay',
      { parkingSessionId, idempotencyKey: newId() },
      '... on StaySettled { invoice { id status } }',
    );
    await pay(world, settled, true);
    left = await leave();
  }
  if (left.__typename !== 'VehicleLeft') return;
  world.count('left');
  if (world.chance.happens(odds.pays))
    await pay(world, await billed(world, parkingSessionId), false);
}

/** The invoice of a stay that is over; it is made a moment later. */
async function billed({ operator, pause }: World, id: string): Promise<Outcome> {
  const query = `query ($id: ID!) { parkingSession(id: $id) { invoice { id status } } }`;
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const { parkingSession } = await operator.ask<{
      parkingSession: { invoice: { id: string; status: string } | null } | null;
    }>(query, { id });
    const invoice = parkingSession?.invoice;
    if (invoice != null && invoice.status !== 'DRAFT') return { __typename: 'Billed', invoice };
    await pause(0.5);
  }
  return { __typename: 'NotBilled' };
}

/** Pays an invoice with a card, which is declined now and then; at the exit one tries again with another. */
async function pay(world: World, outcome: Outcome, insists: boolean): Promise<void> {
  const { device, chance, count } = world;
  const invoice = outcome['invoice'] as { id: string; status: string } | undefined;
  if (invoice === undefined || invoice.status === 'PAID') return;
  const declined = chance.happens(odds.declined);
  const tokens = declined ? ['tok_declined', ...(insists ? ['tok_ok'] : [])] : ['tok_ok'];
  for (const token of tokens) {
    const paid = await device.try('payInvoice', {
      invoiceId: invoice.id,
      method: chance.happens(0.6) ? 'CREDIT_CARD' : 'DIGITAL_WALLET',
      token,
      idempotencyKey: newId(),
    });
    count(paid.__typename === 'PaymentReceived' ? 'paid' : 'declined');
  }
}
