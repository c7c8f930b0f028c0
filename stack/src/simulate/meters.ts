import type { Person } from '../person.js';
import { chargeOn, type Charge } from './battery.js';
import type { Plug } from './places.js';

/** A car that charges. */
export interface Charging {
  readonly sessionId: string;
  readonly plug: Plug;
  readonly battery: { readonly capacityWh: number; readonly maximumPowerW: number };
  /** Charging goes on until this state of charge; then power is nothing and the car idles. */
  readonly targetSocPercent: number;
  charge: Charge;
}

interface Reading {
  readonly sessionId: string;
  readonly at: string;
  readonly registerWh: number;
  readonly powerW: number;
  readonly socPercent: number;
}

/** Most readings in one request. */
const batch = 100;
/** What a station keeps while it is cut off; older ones are not lost with it, as meters count on. */
const backlog = 5_000;

/** The meters of all chargers: every tick they count on and tell what they read, unless their station is cut off. */
export class Meters {
  readonly #charging = new Map<string, Charging>();
  readonly #kept = new Map<string, Reading[]>();
  readonly #cutOff = new Set<string>();
  #readings = 0;

  constructor(private readonly device: Person) {}

  plugIn(charging: Charging): void {
    this.#charging.set(charging.sessionId, charging);
  }

  unplug(sessionId: string): void {
    this.#charging.delete(sessionId);
  }

  /** A station that is cut off keeps its readings until it is back. */
  cutOff(stationId: string): void {
    this.#cutOff.add(stationId);
  }

  bringBack(stationId: string): void {
    this.#cutOff.delete(stationId);
  }

  isCutOff(stationId: string): boolean {
    return this.#cutOff.has(stationId);
  }

  /** What cars draw of a charger now. */
  powerOf(chargerId: string): number {
    const here = [...this.#charging.values()].filter(({ plug }) => plug.chargerId === chargerId);
    return here.reduce((sum, { charge }) => sum + charge.powerW, 0);
  }

  /** How things stand: cars at plugs, what they draw, readings taken in so far. */
  get state(): { readonly cars: number; readonly powerW: number; readonly readings: number } {
    const cars = [...this.#charging.values()];
    const powerW = cars.reduce((sum, { charge }) => sum + charge.powerW, 0);
    return { cars: cars.length, powerW, readings: this.#readings };
  }

  /** Counts on by some seconds and sends what the stations that are not cut off have to tell. */
  async tick(seconds: number): Promise<void> {
    const at = new Date().toISOString();
    for (const charging of this.#charging.values()) {
      charging.charge = countOn(charging, seconds);
      const { energyWh, powerW, socPercent } = charging.charge;
      const kept = this.#kept.get(charging.plug.stationId) ?? [];
      kept.push({
        sessionId: charging.sessionId,
        at,
        registerWh: Math.round(energyWh),
        powerW,
        socPercent: Number(socPercent.toFixed(1)),
      });
      this.#kept.set(charging.plug.stationId, kept.slice(-backlog));
    }
    await this.#send();
  }

  async #send(): Promise<void> {
    const due = [...this.#kept].flatMap(([stationId, kept]) =>
      this.#cutOff.has(stationId) ? [] : kept.splice(0),
    );
    for (let from = 0; from < due.length; from += batch) {
      const readings = due.slice(from, from + batch);
      await this.device.do('recordMeterReadings', { readings }, '');
      this.#readings += readings.length;
    }
  }
}

function countOn({ charge, battery, plug, targetSocPercent }: Charging, seconds: number): Charge {
  if (charge.socPercent >= targetSocPercent) return { ...charge, powerW: 0 };
  return chargeOn(charge, battery, plug.powerW, seconds);
}
