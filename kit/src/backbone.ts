/** The event backbone as contexts and the runtime use it. */
export {
  openBackbone,
  type Backbone,
  type BackboneOptions,
  type Participation,
} from './backbone/backbone.js';
export { administer, streamOverviews, type StreamOverview } from './backbone/administration.js';
export { readArchive } from './backbone/archive.js';
export { readCursor, writeCursor, type CursorPlace } from './backbone/cursor.js';
export {
  discardLetter,
  listLetters,
  replayLetters,
  type DeadLetter,
} from './backbone/dead-letters.js';
export { InvalidEventError } from './backbone/envelope.js';
export { FollowerTooSlowError } from './backbone/follower.js';
export { backboneLimits, type BackboneLimits } from './backbone/limits.js';
export { appendToOutbox, insertOutboxSql, outboxJson } from './backbone/outbox.js';
export {
  CursorExpiredError,
  type FollowOptions,
  type LiveEvent,
  type LiveEvents,
} from './backbone/port.js';
export { on, type Reaction } from './backbone/reaction.js';
export { readCounts, type BackboneStatus, type ConsumerStatus } from './backbone/status.js';
