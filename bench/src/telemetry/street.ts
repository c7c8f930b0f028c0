import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { Pool } from 'undici';
import type { Town } from '../park/town.js';
import { powerMetric } from './fill.js';
import type { PeerRange, PeerReading } from './peer-process.js';

/** Readings in one request, at most those that are allowed. */
export const batchSize = 500;
const deviceCount = 100;
const dayMs = 86_400_000;

type Headers = Readonly<Record<string, string>>;

/** A reading, as it is sent and as the peer inserts it. */
interface Sent {
  readonly deviceId: string;
  readonly peer: PeerReading;
}

const ingest = `mutation ($input: IngestTelemetryInput!) { ingestTelemetry(input: $input) {
  __typename ... on TelemetryIngested { acceptedCount } } }`;

const range = `query ($id: ID!, $from: DateTime!, $to: DateTime!, $resolution: TelemetryResolution!) {
  device(id: $id) { telemetry(metric: POWER_W, from: $from, to: $to, resolution: $resolution) {
    start count minimum maximum average } } }`;

/** Gates of one facility, and what they send and are asked for through the gateway. */
export class GateStreet {
  #sent = 0;

  private constructor(
    private readonly gateway: Pool,
    /** Staff asks, a device sends. */
    private readonly staff: Headers,
    private readonly device: Headers,
    private readonly gates: readonly { readonly id: string; readonly number: number }[],
    /** Readings go back from here, a second a reading and gate. */
    private readonly until: Date,
  ) {}

  /** Registers the gates; tried again until operations has heard of the facility. */
  static async build(town: Town, gateway: Pool, database: pg.Pool): Promise<GateStreet> {
    const facilityId = await town.facility('Telemetry', 1);
    for (let index = 0; index < deviceCount;) {
      const of = { facilityId, kind: 'GATE', name: `Gate ${index}` };
      const input = { ...of, idempotencyKey: `gate-${index}` };
      const { __typename } = await town.mutate('registerDevice', input, '');
      if (__typename === 'DeviceRegistered') index += 1;
      else if (__typename === 'NotFound') await pause(50);
      else throw new Error(`registerDevice: ${__typename}`);
    }
    const { rows } = await database.query<{ id: string; number: number }>(
      'SELECT id, number FROM device WHERE facility_id = $1 ORDER BY number',
      [facilityId],
    );
    const key = await town.mutate(
      'issueApiKey',
      { tenantId: await town.tenantId(), role: 'DEVICE', name: 'Gates', idempotencyKey: 'gates' },
      '... on ApiKeyIssued { secret }',
    );
    if (key.__typename !== 'ApiKeyIssued') throw new Error(`issueApiKey: ${key.__typename}`);
    const device = { 'x-api-key': String(key['secret']) };
    return new GateStreet(gateway, { authorization: town.authorization }, device, rows, new Date());
  }

  /** The next batches of readings of all gates in turn, none like another. */
  batches(count: number): Sent[][] {
    return Array.from({ length: count }, () =>
      Array.from({ length: batchSize }, () => {
        const place = this.#sent++;
        const gate = this.gates[place % deviceCount];
        if (gate === undefined) throw new Error('There are no gates.');
        const ms = this.until.getTime() - Math.floor(place / deviceCount) * 1_000 - 1;
        return { deviceId: gate.id, peer: [gate.number, ms, place % 150_000] as const };
      }),
    );
  }

  /** One reading on each of so many days makes their partitions. */
  async makeDays(from: Date, days: number): Promise<void> {
    const { id: deviceId = '' } = this.gates[0] ?? {};
    for (let day = 0; day < days; day += 1) {
      const at = new Date(from.getTime() + day * dayMs);
      const readings = [{ deviceId, metric: 'HEARTBEAT', at, value: 1 }];
      const answer = await this.#ask(this.device, ingest, { input: { readings } });
      if (!answer.includes('"acceptedCount":1')) throw new Error(answer);
    }
  }

  /** Sends batches over so many connections. @returns seconds. @throws when a reading is not taken in */
  async send(batches: readonly (readonly Sent[])[], connections: number): Promise<number> {
    const bodies = batches.map((batch) => ({
      readings: batch.map(({ deviceId, peer: [, ms, value] }) => ({
        ...{ deviceId, metric: 'POWER_W', at: new Date(ms).toISOString(), value },
      })),
    }));
    let next = 0;
    const began = performance.now();
    await Promise.all(
      Array.from({ length: connections }, async () => {
        for (let input = bodies[next++]; input !== undefined; input = bodies[next++]) {
          const answer = await this.#ask(this.device, ingest, { input });
          if (!answer.includes(`"acceptedCount":${batchSize}`)) throw new Error(answer);
        }
      }),
    );
    return (performance.now() - began) / 1_000;
  }

  /** Ranges of a day; gates and days in every combination, as the factors are primes. */
  ranges(count: number, first: Date, days: number, resolution: PeerRange['resolution']) {
    return Array.from({ length: count }, (_, index) => {
      const from = new Date(first.getTime() + ((index * 11) % (days - 1)) * dayMs);
      const gate = this.gates[(index * 37) % deviceCount];
      const to = new Date(from.getTime() + dayMs).toISOString();
      const peer = { deviceNo: gate?.number ?? 0, from: from.toISOString(), to, resolution };
      return { id: gate?.id ?? '', peer };
    });
  }

  /** Asks for ranges, one after another. @returns milliseconds each took, and buckets in all */
  async measure(wanted: ReturnType<GateStreet['ranges']>) {
    const took: number[] = [];
    let buckets = 0;
    for (const { id, peer } of wanted) {
      const { from, to, resolution } = peer;
      const began = performance.now();
      const answer = await this.#ask(this.staff, range, { id, from, to, resolution });
      took.push(performance.now() - began);
      const { data } = JSON.parse(answer) as { data: { device: { telemetry: unknown[] } } | null };
      if (data === null) throw new Error(answer);
      buckets += data.device.telemetry.length;
    }
    return { took, buckets };
  }

  /** Every reading that was sent is there once, and counted once. */
  async check(database: pg.Pool): Promise<void> {
    const since = new Date(this.until.getTime() - Math.ceil(this.#sent / deviceCount) * 1_000);
    const { rows } = await database.query<{ kept: number; rolled: number }>(
      `SELECT (SELECT count(*)::int FROM telemetry.reading
          WHERE metric = ${powerMetric} AND at >= $1 AND at < $2) AS kept,
        (SELECT sum(count)::int FROM telemetry.rollup
          WHERE metric = ${powerMetric} AND at >= $1::timestamptz - interval '15 minutes' AND at < $2) AS rolled`,
      [since, this.until],
    );
    if (rows[0]?.kept !== this.#sent || rows[0].rolled < this.#sent) {
      throw new Error(`Of ${this.#sent} readings: ${JSON.stringify(rows[0])}`);
    }
  }

  async #ask(as: Headers, query: string, variables: object): Promise<string> {
    const { body } = await this.gateway.request({
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json', ...as },
      body: JSON.stringify({ query, variables }),
    });
    return body.text();
  }
}
