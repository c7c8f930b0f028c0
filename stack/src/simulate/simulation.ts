import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { VoltparkError } from '../import-facilities/voltpark.js';
import type { Person } from '../person.js';
import { nextCar } from './car.js';
import { chanceOf, type Chance } from './chance.js';
import { arrivalsPerHour, hourIn } from './day.js';
import { findGates } from './gates.js';
import { Meters } from './meters.js';
import type { Place } from './places.js';
import { Telemetry } from './telemetry.js';
import { comes } from './reserve.js';
import type { Counted, World } from './visit.js';

/** How lively it shall be. */
export interface SimulationOptions {
  readonly seed: number;
  /** Cars an hour at each place when most come. */
  readonly busiestPerHour: number;
  readonly staySeconds: number;
  readonly signal: AbortSignal;
  /** Called every few seconds. */
  readonly report: (line: string) => void;
}

/** A reading of each car every so many seconds. */
const tickSeconds = 5;
const heartbeatSeconds = 30;
/** Gates and chargers tell how they do every so many seconds. */
const telemetrySeconds = 15;
const reportSeconds = 10;
/** A station is cut off about so often, and for so long. */
const cutOffsPerHour = 1;
const cutOffSeconds = [30, 150] as const;
/** Cars on their way in, inside or out, at each place; more are not let loose. */
const carsAtOnce = 200;

/**
 * Brings car parks to life through the public API, as their barriers, chargers and terminals would, until `signal`
 * ends it. Cars that are inside then stay inside.
 */
export async function simulate(
  operator: Person,
  device: Person,
  places: readonly Place[],
  { seed, busiestPerHour, staySeconds, signal, report }: SimulationOptions,
): Promise<void> {
  // As many wait for it as there are cars.
  setMaxListeners(0, signal);
  const chance = chanceOf(seed);
  const meters = new Meters(device);
  const counts = new Map<Counted, number>();
  const pause = async (seconds: number) => {
    await wait(seconds * 1_000, undefined, { signal }).catch(() => {});
  };
  const every = async (seconds: number, work: () => void | Promise<void>) => {
    while (!signal.aborted) {
      await unlessOver(signal, report, work);
      await pause(seconds);
    }
  };
  const count = (what: Counted) => void counts.set(what, (counts.get(what) ?? 0) + 1);
  const gates = await findGates(operator, places);
  const telemetry = new Telemetry(chance, meters, gates, places);
  const world: World = { operator, device, chance, meters, staySeconds, pause, count };
  const stations = places.flatMap(({ stationIds }) => stationIds);
  await Promise.all([
    ...places.map((place) =>
      arrivals(withGates(world, place, telemetry), place, busiestPerHour, signal, report),
    ),
    ...stations.map((stationId) => cutOffs(chance, meters, stationId, pause, signal)),
    ...gates.map((gate) => telemetry.troubles(gate, pause, signal, () => count('gate trouble'))),
    every(telemetrySeconds, () => telemetry.tick(device)),
    every(tickSeconds, () => meters.tick(tickSeconds)),
    every(heartbeatSeconds, () => heartbeats(device, meters, stations)),
    every(reportSeconds, () => report(reportOf(counts, meters))),
  ]);
}

/** The world in which the gates of a place open for every car that comes in or goes. */
function withGates(world: World, { facilityId }: Place, telemetry: Telemetry): World {
  return {
    ...world,
    count(what) {
      world.count(what);
      if (what === 'entered') telemetry.opened(facilityId, 'IN');
      if (what === 'left') telemetry.opened(facilityId, 'OUT');
    },
  };
}

/** What a gateway that is going away answers is no news. */
async function unlessOver(
  signal: AbortSignal,
  report: (line: string) => void,
  work: () => void | Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof VoltparkError)) throw error;
    report(error.message);
  }
}

async function arrivals(
  world: World,
  place: Place,
  busiestPerHour: number,
  signal: AbortSignal,
  report: (line: string) => void,
): Promise<void> {
  const { chance, pause } = world;
  let serial = Math.floor(chance.between(0, 9_000));
  let inside = 0;
  while (!signal.aborted) {
    const perHour = arrivalsPerHour(busiestPerHour, hourIn(place.timeZone, new Date()));
    await pause(chance.gapSeconds(Math.max(perHour, 1)));
    if (signal.aborted || inside >= carsAtOnce) continue;
    serial += 1;
    inside += 1;
    const car = nextCar(chance, serial);
    void unlessOver(signal, report, () => comes(world, place, car)).finally(() => {
      inside -= 1;
    });
  }
}

/** Now and then a station loses its line for a while; its readings come later. */
async function cutOffs(
  chance: Chance,
  meters: Meters,
  stationId: string,
  pause: (seconds: number) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await pause(chance.gapSeconds(cutOffsPerHour));
    meters.cutOff(stationId);
    await pause(chance.between(...cutOffSeconds));
    meters.bringBack(stationId);
  }
}

async function heartbeats(device: Person, meters: Meters, stations: readonly string[]) {
  for (const stationId of stations) {
    if (!meters.isCutOff(stationId)) await device.try('stationHeartbeat', { stationId });
  }
}

function reportOf(counts: ReadonlyMap<Counted, number>, meters: Meters): string {
  const { cars, powerW, readings } = meters.state;
  const told = [...counts].map(([what, times]) => `${times} ${what}`).join(', ');
  return `${cars} at plugs drawing ${Math.round(powerW / 1_000)} kW, ${readings} readings; ${told || 'nobody came yet'}`;
}
