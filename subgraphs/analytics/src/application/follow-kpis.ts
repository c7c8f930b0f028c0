import { analyticsEvents } from '@voltpark/contracts';
import type { LiveEvents } from '@voltpark/kit/backbone/port';
import type { Cause, Ports } from './ports.js';
import { ownFacility } from './viewer.js';

/** Figures and where they stand in the stream. */
export interface LiveFigures {
  readonly kpis: analyticsEvents.Kpis;
  readonly cursor: string;
  readonly position: number;
}

/** There is no such facility, or not for the one who asks. */
export class UnknownFacility extends Error {}

/**
 * A facility's key figures: as they are now, then whenever they are told anew. With `after` only what was told
 * behind it. Each payload is whole, so one that comes twice does no harm.
 * @throws UnknownFacility, and CursorExpiredError of the stream
 */
export function followKpis(ports: Pick<Ports, 'reads' | 'clock'> & { liveEvents: LiveEvents }) {
  return async (
    cause: Cause,
    facilityId: string,
    after: string | null,
    signal: AbortSignal | undefined,
  ): Promise<AsyncGenerator<LiveFigures, void, undefined>> => {
    const facility = await ownFacility(ports, cause, facilityId, 'billing:revenue');
    if (facility === null) throw new UnknownFacility(`There is no facility "${facilityId}".`);
    const following = await ports.liveEvents.follow({
      events: [analyticsEvents.kpisUpdated],
      key: facilityId,
      after,
      ...(signal === undefined ? {} : { signal }),
    });
    return figures(following, after === null ? () => snapshot(ports, facilityId) : null);
  };
}

type Following = Awaited<ReturnType<typeof followed>>;
const followed = (liveEvents: LiveEvents) =>
  liveEvents.follow({ events: [analyticsEvents.kpisUpdated] });

async function snapshot({ reads, clock }: Pick<Ports, 'reads' | 'clock'>, facilityId: string) {
  const [kpis] = await reads.kpis([facilityId], clock.now());
  if (kpis === undefined) throw new UnknownFacility(`There is no facility "${facilityId}".`);
  return kpis;
}

async function* figures(
  { cursor, position, events }: Following,
  first: (() => Promise<analyticsEvents.Kpis>) | null,
): AsyncGenerator<LiveFigures, void, undefined> {
  try {
    if (first !== null) yield { kpis: await first(), cursor, position };
    for await (const live of events) {
      yield { kpis: live.event.data, cursor: live.cursor, position: live.position };
    }
  } finally {
    await events.return?.();
  }
}
