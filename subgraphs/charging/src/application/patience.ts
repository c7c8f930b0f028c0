import { limits } from '../domain/limits.js';

/** Something that another context has told of in part: the rest is on its way. Not a refusal; nobody is to blame. */
export class NotToldYet extends Error {
  constructor(what: string) {
    super(`The rest of ${what} was not told yet.`);
  }
}

/**
 * What other contexts tell arrives a moment after it happened. A command that fails only because of that is tried
 * again for a short while, so that whoever asks right after having parked need not.
 * @param refusal the type of the refusal that may pass by itself
 * @throws NotToldYet when the rest did not come in that time
 */
export async function withPatience<Result extends object>(
  wait: (ms: number) => Promise<void>,
  attempt: () => Promise<Result>,
  refusal: string,
): Promise<Result> {
  const looks = Math.ceil(limits.stayPatienceMs / limits.stayLookMs);
  for (let look = 1; ; look += 1) {
    const isLast = look >= looks;
    const result = await attempt().catch((error: unknown) => {
      if (isLast || !(error instanceof NotToldYet)) throw error;
      return null;
    });
    const mayPass = result === null || ('type' in result && result.type === refusal);
    if (result !== null && (isLast || !mayPass)) return result;
    await wait(limits.stayLookMs);
  }
}
