import type { Correction } from '../domain/correction.js';
import type { SessionCorrected } from '../domain/events.js';
import type { Cause, Ports, Stores } from './ports.js';

/** Who corrects, why and when, from what a use case is given. */
export function correctionOf(
  { clock, newId }: Pick<Ports, 'clock' | 'newId'>,
  cause: Cause,
  reason: string,
): Correction {
  return { actor: cause.actor, correctionId: newId(), reason, at: clock.now() };
}

/** Saves corrected sessions with the record of what was corrected. */
export async function saveCorrections(
  stores: Stores,
  corrections: readonly SessionCorrected[],
): Promise<void> {
  for (const correction of corrections) {
    await stores.saveSession(correction.after);
    await stores.saveCorrection(correction);
  }
  await stores.publish(corrections);
}

/** What every correction answers. */
export const sessionCorrected = (sessionId: string) =>
  ({ __typename: 'SessionCorrected', sessionId }) as const;
