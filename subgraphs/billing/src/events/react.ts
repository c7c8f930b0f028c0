import type { Reaction } from '@voltpark/kit/backbone/reaction';
import type { SqlExecutor } from '@voltpark/kit/database/executor';

/** What this context does when something happened elsewhere. */
export const reactions: readonly Reaction<SqlExecutor>[] = [];
