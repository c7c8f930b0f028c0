import type { Person } from '../person.js';
import { setTimeout as wait } from 'node:timers/promises';
import { limits } from '../limits.js';
import type { Played } from './play.js';

/** What the system says of a session that was played, held against the record. */
export interface SessionVerdict {
  readonly played: Played;
  /** What differs, in words; empty: all is equal. */
  readonly differences: readonly string[];
  /** The stay's invoice; undefined while there is none. */
  readonly invoice: { readonly number: string; readonly amount: string } | undefined;
}

interface Seen {
  readonly chargingSession: {
    readonly status: string;
    readonly startedAt: string;
    readonly endedAt: string | null;
    readonly progress: {
      readonly energyWh: number;
      readonly socPercent: number | null;
      readonly cost: { readonly inclTax: string } | null;
    } | null;
    readonly invoice: {
      readonly status: string;
      readonly number: string | null;
      readonly total: { readonly amount: string } | null;
    } | null;
  } | null;
}

const query = `query ($id: ID!) { chargingSession(id: $id) {
  status startedAt endedAt
  progress { energyWh socPercent cost { inclTax } }
  invoice { status number total { amount } }
} }`;

/** Looks a played session up, and waits for its invoice: that is made a moment after the vehicle left. */
export async function verifySession(operator: Person, played: Played): Promise<SessionVerdict> {
  const until = Date.now() + limits.replayBillingMs;
  for (;;) {
    const { chargingSession } = await operator.ask<Seen>(query, { id: played.sessionId });
    const number = chargingSession?.invoice?.number ?? null;
    if (number === null && Date.now() < until) {
      await wait(limits.hearingMs);
      continue;
    }
    return {
      played,
      differences: differencesOf(played, chargingSession),
      invoice:
        number === null
          ? undefined
          : { number, amount: chargingSession?.invoice?.total?.amount ?? '0' },
    };
  }
}

function differencesOf({ recorded }: Played, seen: Seen['chargingSession']): string[] {
  if (seen === null) return ['the session is not there'];
  const staySeconds =
    seen.endedAt === null ? null : (Date.parse(seen.endedAt) - Date.parse(seen.startedAt)) / 1_000;
  return [
    compared('status', 'COMPLETED', seen.status),
    compared('energy (Wh)', recorded.energyWh, seen.progress?.energyWh ?? null),
    compared('state of charge (%)', recorded.socAtDeparture, seen.progress?.socPercent ?? null),
    compared('stay (s)', recorded.staySeconds, staySeconds),
  ].filter((difference) => difference !== null);
}

const compared = <Value>(name: string, expected: Value, found: Value | null): string | null =>
  expected === found ? null : `${name}: file ${String(expected)}, Voltpark ${String(found)}`;
