/** A point in the order of a stream. Positions compare within one epoch only. */
export interface Point {
  readonly epoch: string;
  readonly position: number;
}

/** What joining and merging need to know of a line. */
export interface LineView {
  /** Epoch of its positions; undefined until the first event or a readable `after` tells. */
  readonly epoch: string | undefined;
  /** Behind this position its ring has every frame. */
  readonly floor: number | undefined;
  /** Up to here its clients have been sent everything. */
  readonly head: number | undefined;
  /** The `after` with which it was opened; null when it was opened for a snapshot. */
  readonly origin: string | null;
  /** True while the ring holds everything since the line was opened. */
  readonly isWhole: boolean;
  /** True when it is known to have nothing old to catch up with. */
  readonly isLive: boolean;
  /** The last snapshot: its position, and how many frames stand behind it. */
  readonly snapshot: { readonly position: number; readonly framesBehind: number } | undefined;
}

/** From where a client wants to go on. */
export interface After {
  readonly cursor: string;
  /** Undefined when nobody here can tell where the cursor points. */
  readonly point: Point | undefined;
}

/** How generous to be. */
export interface JoinLimits {
  /** More changes than this behind a snapshot, and a fresh one is taken. */
  readonly replayedFrames: number;
  /** Clients wait for a line that catches up when it is at most so many positions behind them. */
  readonly lagPositions: number;
}

/** How a client is served. */
export type Join<Line> =
  /** Frames behind `since` from the line's ring, then whatever comes. */
  | { readonly how: 'FRAMES_BEHIND'; readonly line: Line; readonly since: number }
  /** The line's snapshot, frames behind it, then whatever comes. */
  | { readonly how: 'SNAPSHOT'; readonly line: Line; readonly since: number }
  /** The line's snapshot is still on its way: whatever comes. */
  | { readonly how: 'AWAIT_SNAPSHOT'; readonly line: Line }
  /** No line reaches back far enough. */
  | { readonly how: 'OPEN_LINE' };

/**
 * Decides how a client that subscribes is served.
 * @param lines lines of the group, the main line first
 * @param after where the client wants to go on; null for a snapshot
 */
export function decideJoin<Line extends LineView>(
  lines: readonly Line[],
  after: After | null,
  limits: JoinLimits,
): Join<Line> {
  return after === null ? joinFresh(lines, limits) : joinBehind(lines, after, limits);
}

function joinFresh<Line extends LineView>(
  lines: readonly Line[],
  { replayedFrames }: JoinLimits,
): Join<Line> {
  for (const line of lines) {
    const { snapshot, floor } = line;
    if (snapshot === undefined || floor === undefined || floor > snapshot.position) continue;
    if (snapshot.framesBehind > replayedFrames) continue;
    return { how: 'SNAPSHOT', line, since: snapshot.position };
  }
  const awaited = lines.find((line) => line.origin === null && line.head === undefined);
  return awaited ? { how: 'AWAIT_SNAPSHOT', line: awaited } : { how: 'OPEN_LINE' };
}

function joinBehind<Line extends LineView>(
  lines: readonly Line[],
  { cursor, point }: After,
  limits: JoinLimits,
): Join<Line> {
  if (point !== undefined) {
    const line = lines.find(
      (candidate) => candidate.epoch === point.epoch && reaches(candidate, point.position, limits),
    );
    if (line) return { how: 'FRAMES_BEHIND', line, since: point.position };
  }
  const twin = lines.find((line) => line.origin === cursor && line.isWhole);
  return twin ? { how: 'FRAMES_BEHIND', line: twin, since: -Infinity } : { how: 'OPEN_LINE' };
}

/**
 * Whether one who has seen everything up to a position can go on from a line: the ring has all that is
 * behind it, and the line is not busy with a past so long that this client would wait for its own present.
 */
function reaches(line: LineView, position: number, { lagPositions }: JoinLimits): boolean {
  const { floor, head, isLive } = line;
  if (floor === undefined || head === undefined || floor > position) return false;
  return isLive || position - head <= lagPositions;
}

/** Whether the clients of a line can go on from the main line. */
export function canDissolve(line: LineView, main: LineView, limits: JoinLimits): boolean {
  return (
    line.epoch !== undefined &&
    line.epoch === main.epoch &&
    line.head !== undefined &&
    reaches(main, line.head, limits)
  );
}
