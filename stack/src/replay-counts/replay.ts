import { setTimeout as wait } from 'node:timers/promises';
import { limits } from '../limits.js';
import type { ReplayState } from './memory.js';
import type { CountFile, Reading } from './readings.js';
import type { Sender } from './sender.js';

export interface ReplayOptions {
  /** Seconds of the file a second; Infinity: as fast as it goes. */
  readonly speed: number;
  readonly from: Date;
  /** Called after each batch with the state that it led to. */
  readonly progressed: (state: ReplayState, until: Date) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Replays readings in the order of the file, at the pace of their own time: first the state at the beginning of
 * the range, then each reading when its time has come. Goes on behind `state`. Ends early when `signal` says so.
 */
export async function replay(
  sender: Pick<Sender, 'send'>,
  file: CountFile,
  state: ReplayState,
  { speed, from, progressed, signal }: ReplayOptions,
): Promise<ReplayState> {
  const all = [...file.opening, ...file.readings];
  const due = dueTimes(all, from);
  const startsAt = due[state.done] ?? 0;
  const startedAt = performance.now();
  let reached = state;
  while (reached.done < all.length && !signal.aborted) {
    const elapsed = performance.now() - startedAt;
    const virtualMs = speed === Infinity ? Infinity : startsAt + elapsed * speed;
    const batch = batchOf(all, due, reached.done, virtualMs);
    const [last] = batch.slice(-1);
    if (last === undefined) {
      const untilDue = ((due[reached.done] ?? 0) - virtualMs) / speed;
      await wait(Math.min(Math.max(untilDue, limits.replayTickMs), limits.replayLongestWaitMs));
      continue;
    }
    reached = after(reached, batch, await sender.send(batch));
    await progressed(reached, last.at);
  }
  return reached;
}

/** When each reading is due, in milliseconds from the beginning of the range: never before the one before it. */
function dueTimes(readings: readonly Reading[], from: Date): number[] {
  let latest = 0;
  return readings.map(({ at }) => {
    latest = Math.max(latest, at.getTime() - from.getTime());
    return latest;
  });
}

function batchOf(
  all: readonly Reading[],
  due: readonly number[],
  start: number,
  virtualMs: number,
): Reading[] {
  let end = start;
  while (
    end < all.length &&
    end - start < limits.replayBatch &&
    (due[end] ?? Infinity) <= virtualMs
  ) {
    end += 1;
  }
  return all.slice(start, end);
}

function after(
  state: ReplayState,
  batch: readonly Reading[],
  sent: Awaited<ReturnType<Sender['send']>>,
): ReplayState {
  return {
    done: state.done + batch.length,
    recorded: state.recorded + sent.recorded,
    repeated: state.repeated + sent.repeated,
    late: state.late + sent.late,
    rejects: [...state.rejects, ...sent.rejects],
  };
}
