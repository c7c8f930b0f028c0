import type { Reading } from './readings.js';
import type { CurrentCount, Sender } from './sender.js';

/** What the file and Voltpark say of a facility at the end. */
export interface Verdict {
  readonly externalId: string;
  readonly expected: Reading;
  readonly current: CurrentCount | undefined;
  readonly verdict: 'EQUAL' | 'DIFFERENT' | 'NEWER' | 'UNKNOWN';
}

/** Compares the last readings of the file with what Voltpark holds for the current ones. */
export async function verify(
  sender: Pick<Sender, 'current'>,
  finals: readonly Reading[],
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const expected of finals) {
    const { externalId } = expected;
    const current = await sender.current(expected);
    verdicts.push({ externalId, expected, current, verdict: verdictOn(expected, current) });
  }
  return verdicts;
}

function verdictOn(expected: Reading, current: CurrentCount | undefined): Verdict['verdict'] {
  if (current === undefined) return 'UNKNOWN';
  if (current.lastCountAt > expected.at) return 'NEWER';
  const isEqual =
    current.rawFree === expected.free && current.lastCountAt.getTime() === expected.at.getTime();
  return isEqual ? 'EQUAL' : 'DIFFERENT';
}
