import type { LiveOptions } from '../ports.js';
import type { Groups } from './groups.js';
import type { LiveLimits } from './limits.js';
import type { LiveMetrics } from './metrics.js';
import type { UserSlots } from './user-slots.js';

/** What both transports share. */
export interface LiveHouse {
  readonly options: LiveOptions;
  readonly limits: LiveLimits;
  readonly groups: Groups;
  readonly slots: UserSlots;
  readonly metrics: LiveMetrics;
}
