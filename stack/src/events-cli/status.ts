import { administer, readCounts, streamOverviews } from '@voltpark/kit/backbone';
import { tableOf } from './table.js';
import type { Targets } from './targets.js';

/** What waits where: outboxes, streams, consumers and dead letters, as text. */
export async function statusText({ natsUrl, databases }: Targets): Promise<string> {
  const contexts = [...databases.keys()];
  const streams = await streamsOf(natsUrl, contexts);
  const rows = await Promise.all(
    [...databases].map(async ([context, url]) => {
      const { outbox, deadLetters } = await administer(url, (tx) => readCounts(tx, new Date()));
      const stream = streams?.find((overview) => overview.context === context);
      return [
        context,
        String(outbox.unpublished),
        outbox.unpublished === 0 ? '' : `${outbox.oldestSeconds.toFixed(1)} s`,
        stream === undefined
          ? '–'
          : `${stream.messages} (last ${stream.lastSeq}, epoch ${stream.epoch ?? '?'})`,
        `${deadLetters.parked} parked, ${deadLetters.retrying} retrying, ${deadLetters.waiting} waiting`,
      ];
    }),
  );
  const consumers = (streams ?? []).flatMap((stream) =>
    stream.consumers.map(({ name, lag }) => [name, String(lag)]),
  );
  return [
    tableOf(['context', 'unpublished', 'oldest', 'stream', 'dead letters'], rows),
    '',
    streams === undefined ? 'NATS is away.' : tableOf(['consumer', 'lag'], consumers),
  ].join('\n');
}

async function streamsOf(natsUrl: string | undefined, contexts: readonly string[]) {
  if (natsUrl === undefined) return undefined;
  return streamOverviews(natsUrl, contexts).catch(() => undefined);
}
