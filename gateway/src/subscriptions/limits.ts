import { httpLimits } from '../limits.js';

/** Every limit of live updates, in one place. Specs and benchmarks may choose others. */
export const liveLimits = {
  /** Time for a client's `connection_init`, in milliseconds. */
  initTimeoutMs: 3_000,
  /** Operations in flight on one connection, queries included. */
  operationsPerConnection: 20,
  /** WebSocket and SSE connections of one user together; of one address for the anonymous. */
  connectionsPerUser: 10,
  /** Anonymous readers often share an address (offices, mobile carriers). */
  connectionsPerAddress: 200,
  /** One message from a client. */
  messageBytes: 64 * 1024,
  /** Frames of one fragmented message from a client. */
  messageFragments: 64,
  /** What may wait in a client's socket before the client counts as too slow. */
  bufferedBytes: 1024 * 1024,
  /** A ping as often as this; a client that has not answered by the next one is gone. */
  pingEveryMs: 12_000,
  /** How long a client may take to answer our closing before its socket is destroyed. */
  closeTimeoutMs: 2_000,
  /** For a query or mutation over WebSocket or SSE; the same as over HTTP. */
  operationDeadlineMs: httpLimits.deadlineMs,
  /** Message ids, in characters. */
  idLength: 128,
  /** Frames kept by a line, so that clients can join behind a position. */
  ringFrames: 1_024,
  /** The same in characters of JSON text; well below `bufferedBytes`, as a client gets them in one go. */
  ringCharacters: 512 * 1024,
  /** All rings together; beyond it those that get frames keep `ringFramesAtLeast`. */
  ringsCharacters: 64 * 1024 * 1024,
  ringFramesAtLeast: 16,
  /** To so many clients frames leave at most every `coalesceMs`, together. */
  coalescedMembers: 256,
  coalesceMs: 20,
  /** More changes than this behind the last snapshot, and a joining client gets a fresh one. */
  replayedFrames: 64,
  /** Clients wait for a line that catches up when it is at most so many positions behind them. */
  lagPositions: 10_000,
  /** A line that catches up and has had no event for so long has caught up. */
  quietMs: 1_000,
  /** Executions of consecutive events that overlap in one line. */
  overlappingExecutions: 16,
  /** For what follows one event (the fields of other contexts), in milliseconds. */
  eventDeadlineMs: 5_000,
  /** Events of one upstream that wait to be executed; a remote line is taken up again beyond it. */
  waitingEvents: 10_000,
  /** First and longest pause before a broken upstream is tried again; doubled in between, with jitter. */
  firstRetryMs: 100,
  longestRetryMs: 5_000,
  /** An upstream that held so long has worked; far longer than a connection attempt takes to fail. */
  heldMs: 30_000,
  /** How long to try when the line never had an event. */
  giveUpFirstMs: 5_000,
  /** How long to try when it had. */
  giveUpMs: 300_000,
  /** Draining: clients are closed spread over this time, so that they do not come back all at once. */
  drainSpreadMs: 3_000,
} as const;

export type LiveLimits = { readonly [Name in keyof typeof liveLimits]: number };

/** Close codes of the protocol and of our own; see docs/subscriptions.md. */
export const closeCodes = {
  goingAway: 1001,
  badRequest: 4400,
  unauthorised: 4401,
  forbidden: 4403,
  subprotocolNotAcceptable: 4406,
  initTimeout: 4408,
  subscriberExists: 4409,
  tooSlow: 4413,
  tooManyInits: 4429,
  tooManyConnections: 4430,
} as const;
