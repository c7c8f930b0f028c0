import type { Reaction } from '@voltpark/kit/backbone/reaction';
import type { SqlExecutor } from '@voltpark/kit/database/executor';

/**
 * What this context does when something happened elsewhere: nothing yet. One entry a kind of event,
 * `on(facilitiesEvents.facilityRegistered, async (event, tx) => …)`; its writes commit together with the inbox.
 */
export const reactions: readonly Reaction<SqlExecutor>[] = [];
