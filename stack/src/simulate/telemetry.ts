import type { Person } from '../person.js';
import type { Chance } from './chance.js';
import type { Gate } from './gates.js';
import type { Meters } from './meters.js';
import type { Place, Plug } from './places.js';

interface Reading {
  readonly deviceId: string;
  readonly metric: 'HEARTBEAT' | 'FAULT' | 'POWER_W' | 'TEMPERATURE_C' | 'CYCLES';
  readonly at: string;
  readonly value: number;
}

/** Most readings in one request. */
const batch = 500;
/** A gate has trouble about so often, for so long: long enough for operations to take it seriously. */
const troublesPerHour = 0.5;
const troubleSeconds = [90, 420] as const;
/** How often trouble is a fault that the gate tells of; otherwise it falls silent. */
const faultOdds = 0.7;
/** Of a gate outdoors, and of a charger that gives nothing; degrees. */
const airTemperature = 18;
const idleTemperature = 24;
/** What each kilowatt adds to that. */
const degreesPerKw = 0.25;

/** What gates and chargers tell of how they do, beside what they do. */
export class Telemetry {
  readonly #chargers: readonly Plug[];

  constructor(
    private readonly chance: Chance,
    private readonly meters: Pick<Meters, 'isCutOff' | 'powerOf'>,
    private readonly gates: readonly Gate[],
    places: readonly Place[],
  ) {
    const plugs = places.flatMap((place) => [...place.plugs.values()].flat());
    this.#chargers = [...new Map(plugs.map((plug) => [plug.chargerId, plug])).values()];
  }

  /** A car went in or out: one of the place's gates that work has opened for it. */
  opened(facilityId: string, which: 'IN' | 'OUT'): void {
    const here = this.gates.filter((gate) => gate.facilityId === facilityId);
    const gate = which === 'IN' ? here.at(0) : here.at(-1);
    if (gate !== undefined) gate.cycles += 1;
  }

  /** What there is to tell now: of gates that are not silent, of chargers whose stations are not cut off. */
  readings(now: Date): Reading[] {
    const at = now.toISOString();
    const gates = this.gates
      .filter(({ state }) => state !== 'SILENT')
      .flatMap(({ deviceId, cycles, state }): Reading[] => [
        { deviceId, metric: 'HEARTBEAT', at, value: 1 },
        { deviceId, metric: 'FAULT', at, value: state === 'BROKEN' ? 2 : 0 },
        { deviceId, metric: 'CYCLES', at, value: cycles },
        { deviceId, metric: 'TEMPERATURE_C', at, value: this.#degrees(airTemperature) },
      ]);
    const chargers = this.#chargers
      .filter(({ stationId }) => !this.meters.isCutOff(stationId))
      .flatMap(({ chargerId: deviceId }): Reading[] => {
        const powerW = this.meters.powerOf(deviceId);
        const warm = idleTemperature + (powerW / 1_000) * degreesPerKw;
        return [
          { deviceId, metric: 'POWER_W', at, value: powerW },
          { deviceId, metric: 'TEMPERATURE_C', at, value: this.#degrees(warm) },
        ];
      });
    return [...gates, ...chargers];
  }

  /** Sends what there is to tell now. */
  async tick(device: Person): Promise<void> {
    const told = this.readings(new Date());
    for (let from = 0; from < told.length; from += batch) {
      await device.try('ingestTelemetry', { readings: told.slice(from, from + batch) });
    }
  }

  /** Now and then a gate has trouble for a while, until the signal. */
  async troubles(
    gate: Gate,
    pause: (seconds: number) => Promise<void>,
    signal: AbortSignal,
    began: () => void,
  ): Promise<void> {
    while (!signal.aborted) {
      await pause(this.chance.gapSeconds(troublesPerHour));
      if (signal.aborted) return;
      gate.state = this.chance.happens(faultOdds) ? 'BROKEN' : 'SILENT';
      began();
      await pause(this.chance.between(...troubleSeconds));
      gate.state = 'WELL';
    }
  }

  #degrees = (around: number): number => Number((around + this.chance.between(-1, 1)).toFixed(1));
}
