import type { Charging } from './street.js';

/** A reading as it is told, and as the peer inserts it. */
export interface BenchReading {
  readonly sessionId: string;
  readonly at: string;
  readonly seqNo: number;
  readonly registerWh: number;
  readonly powerW: number;
  readonly currentA: number;
  readonly socPercent: number;
}

/** Readings of one session in a batch: what a station of four connectors has gathered of each in 25 seconds. */
const runLength = 25;
/** 60 kW for a second. */
const stepWh = 16.667;

/** Readings a second of sessions that go on charging, in batches as stations send them. */
export class MeterSource {
  #next = 0;
  readonly #seconds = new Map<string, number>();

  constructor(
    private readonly sessions: readonly Charging[],
    private readonly startedAt: Date,
  ) {}

  /** The next batch: some readings in a row of each of some sessions, by turns. */
  batch(size: number): BenchReading[] {
    const readings: BenchReading[] = [];
    while (readings.length < size) {
      const session = this.sessions[this.#next % this.sessions.length];
      if (session === undefined) throw new Error('There are no sessions.');
      this.#next += 1;
      const from = this.#seconds.get(session.sessionId) ?? 0;
      const count = Math.min(runLength, size - readings.length);
      for (let second = from + 1; second <= from + count; second += 1) {
        readings.push(this.#reading(session.sessionId, second));
      }
      this.#seconds.set(session.sessionId, from + count);
    }
    return readings;
  }

  #reading(sessionId: string, second: number): BenchReading {
    return {
      sessionId,
      at: new Date(this.startedAt.getTime() + second * 1_000).toISOString(),
      seqNo: second,
      registerWh: Math.round((1_000_000 + second * stepWh) * 1_000) / 1_000,
      powerW: 60_000 + (second % 100),
      currentA: 150.5,
      socPercent: Math.min(79, Math.round((10 + second * 0.002) * 10) / 10),
    };
  }
}
