import { setTimeout as wait } from 'node:timers/promises';
import { signIn, VoltparkError, type Login, type Voltpark } from '../import-facilities/voltpark.js';
import { limits } from '../limits.js';
import type { Reading, Reject } from './readings.js';

/** What became of some readings. */
export interface Sent {
  readonly recorded: number;
  readonly repeated: number;
  readonly late: number;
  readonly rejects: readonly Reject[];
}

/** What Voltpark says of a facility now. */
export interface CurrentCount {
  readonly rawFree: number;
  readonly free: number;
  readonly lastCountAt: Date;
}

interface Answer {
  readonly __typename: string;
  readonly message?: string;
  readonly recordedCount: number;
  readonly repeatedCount: number;
  readonly lateCount: number;
  readonly rejected: readonly { readonly index: number; readonly message: string }[];
  readonly facilities: readonly {
    readonly occupancy: {
      readonly countFeed: { rawFree: number; free: number; lastCountAt: string } | null;
    } | null;
  }[];
}

const counts = '__typename ... on Refusal { message } ... on FacilityCountsRecorded';

/** Sends readings through the public API, as a counter does. Sending one again is harmless. */
export class Sender {
  #voltpark: Voltpark | undefined;
  #signedInAt = 0;

  constructor(
    readonly url: string,
    readonly login: Login,
  ) {}

  /** @throws VoltparkError when the readings are refused altogether */
  async send(readings: readonly Reading[]): Promise<Sent> {
    const answer = await this.#record(
      readings,
      `${counts} { recordedCount repeatedCount lateCount rejected { index message } }`,
    );
    return {
      recorded: answer.recordedCount,
      repeated: answer.repeatedCount,
      late: answer.lateCount,
      rejects: answer.rejected.flatMap(({ index, message }) => {
        const line = readings[index]?.line;
        return line === undefined ? [] : [{ line, reason: message }];
      }),
    };
  }

  /** The current count of a facility, asked for by repeating a reading of it; undefined when it is not known. */
  async current(reading: Reading): Promise<CurrentCount | undefined> {
    const feed = 'facilities { occupancy { countFeed { rawFree free lastCountAt } } }';
    const { facilities } = await this.#record([reading], `${counts} { ${feed} }`);
    const current = facilities[0]?.occupancy?.countFeed;
    return current == null ? undefined : { ...current, lastCountAt: new Date(current.lastCountAt) };
  }

  async #record(readings: readonly Reading[], selection: string): Promise<Answer> {
    const voltpark = await this.#signedIn();
    const input = {
      counts: readings.map(({ externalId, free, at }) => ({
        externalId,
        free,
        at: at.toISOString(),
      })),
    };
    const query = `mutation ($input: RecordFacilityCountsInput!) {
      recordFacilityCounts(input: $input) { ${selection} } }`;
    const { recordFacilityCounts: answer } = await patiently(() =>
      voltpark.run<{ recordFacilityCounts: Answer }>(query, { input }),
    );
    if (answer.__typename === 'FacilityCountsRecorded') return answer;
    throw new VoltparkError(`${answer.__typename}: ${answer.message ?? ''}`);
  }

  /** A person's token lives shorter than a long replay, so one signs in again now and then. */
  async #signedIn(): Promise<Voltpark> {
    if (this.#voltpark === undefined || Date.now() - this.#signedInAt > limits.replaySignInMs) {
      this.#voltpark = await signIn(this.url, this.login);
      this.#signedInAt = Date.now();
    }
    return this.#voltpark;
  }
}

/** Tries again when a part of the system does not answer in time: readings may be repeated. */
async function patiently<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof VoltparkError) || attempt >= limits.importAttempts) throw error;
      await wait(limits.importRetryMs * 2 ** (attempt - 1));
    }
  }
}
