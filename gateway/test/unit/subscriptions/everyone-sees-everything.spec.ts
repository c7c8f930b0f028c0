import { anonymous } from '@voltpark/contracts';
import fc from 'fast-check';
import { Registry } from 'prom-client';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Batch, Frame } from '../../../src/subscriptions/frame.js';
import { Groups } from '../../../src/subscriptions/groups.js';
import { liveLimits } from '../../../src/subscriptions/limits.js';
import type { Sink } from '../../../src/subscriptions/member.js';
import { LiveMetrics } from '../../../src/subscriptions/metrics.js';
import { makeLots, type Lots } from '../../support/lots.js';
import { lotChanges } from '../../support/viewer.js';

/** Small enough that rings overflow, snapshots grow stale and lines have to catch up all the time. */
const limits = {
  ...liveLimits,
  ringFrames: 8,
  ringFramesAtLeast: 4,
  ringsCharacters: 1_000,
  replayedFrames: 3,
  lagPositions: 5,
  quietMs: 0,
  overlappingExecutions: 3,
  coalescedMembers: 3,
  coalesceMs: 1,
  firstRetryMs: 0,
  longestRetryMs: 0,
  giveUpFirstMs: 60_000,
};

interface SeenFrame {
  readonly kind: string;
  readonly position: number;
}

/** A client that writes down what it sees. */
class Diary implements Sink {
  readonly seen: SeenFrame[] = [];
  ended: string | undefined;
  leave: () => void = () => undefined;
  hasLeft = false;

  /** @param after position behind which it goes on; undefined for a snapshot */
  constructor(readonly after: number | undefined) {}

  next({ frames }: Batch): void {
    for (const frame of frames) this.#write(frame);
  }

  #write(frame: Frame): void {
    const result = JSON.parse(frame.json) as {
      data: { lotChanges: SeenFrame } | null;
      errors?: { extensions: { code: string } }[];
    };
    const code = result.errors?.[0]?.extensions.code;
    this.seen.push(result.data?.lotChanges ?? { kind: code ?? 'NOTHING', position: -1 });
  }

  fail(): void {
    this.ended = 'failed';
  }

  complete(): void {
    this.ended = 'completed';
  }
}

type Step =
  | { readonly do: 'PUBLISH' | 'PUBLISH_ELSEWHERE'; readonly count: number }
  | { readonly do: 'JOIN' | 'BREAK' }
  | { readonly do: 'RESUME' | 'LEAVE' | 'FORGET'; readonly share: number }
  | { readonly do: 'WAIT' | 'DELAY'; readonly turns: number };

const share = fc.double({ min: 0, max: 1, noNaN: true });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('PUBLISH' as const),
      count: fc.integer({ min: 1, max: 6 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('PUBLISH_ELSEWHERE' as const),
      count: fc.integer({ min: 1, max: 9 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('JOIN' as const, 'BREAK' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constantFrom('RESUME' as const, 'LEAVE' as const), share }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('FORGET' as const), share }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('WAIT' as const, 'DELAY' as const),
      turns: fc.integer({ min: 0, max: 6 }),
    }),
  },
);

/** One run: the steps, then a last change for everybody who is still there. */
class Run {
  readonly lots: Lots = makeLots();
  readonly groups: Groups;
  readonly diaries: Diary[] = [];
  readonly published: number[] = [];

  constructor() {
    const registry = new Registry();
    const counts = { groups: () => 0, lines: () => 0 };
    this.groups = new Groups(this.lots.options, limits, new LiveMetrics(registry, counts));
  }

  join(after: number | undefined): void {
    const { stream, options } = this.lots;
    const cursor = after === undefined ? undefined : stream.cursorAt(after);
    const request = { query: lotChanges, variables: { lotId: 'A', after: cursor ?? null } };
    const admission = options.admit(request, anonymous);
    if (!admission.ok) throw new Error('Not admitted.');
    const diary = new Diary(after);
    this.diaries.push(diary);
    diary.leave = this.groups.join({ admission, request, actor: anonymous }, diary);
  }

  publish(count: number): void {
    for (let done = 0; done < count; done += 1) this.published.push(this.lots.stream.publish('A'));
  }

  async take(next: Step): Promise<void> {
    const { stream } = this.lots;
    switch (next.do) {
      case 'PUBLISH':
        return this.publish(next.count);
      case 'PUBLISH_ELSEWHERE':
        for (let done = 0; done < next.count; done += 1) stream.publish('B');
        return;
      case 'JOIN':
        return this.join(undefined);
      case 'RESUME':
        return this.join(Math.round(next.share * stream.position));
      case 'LEAVE': {
        const present = this.diaries.filter(({ hasLeft }) => !hasLeft);
        const one = present[Math.floor(next.share * present.length)];
        if (one === undefined) return;
        one.hasLeft = true;
        one.leave();
        return;
      }
      case 'BREAK':
        return stream.breakAll();
      case 'FORGET':
        stream.floor = Math.max(stream.floor, Math.round(next.share * stream.position));
        return;
      case 'WAIT':
        for (let turns = 0; turns < next.turns; turns += 1) await turn();
        return;
      case 'DELAY':
        this.lots.holdNames(async () => {
          for (let turns = 0; turns < next.turns; turns += 1) await turn();
        });
    }
  }

  /** Everybody who is still there sees a last change. */
  async settle(): Promise<void> {
    this.publish(1);
    const last = this.published.at(-1);
    const present = this.diaries.filter(({ hasLeft }) => !hasLeft);
    for (let turns = 0; turns < 100_000; turns += 1) {
      if (present.every(({ seen }) => seen.at(-1)?.position === last)) return;
      await turn();
    }
    throw new Error(`Somebody waits in vain: ${JSON.stringify(present)}`);
  }

  /** What somebody should have seen, given how it began; a leaver only a part of it. */
  check({ after, seen, hasLeft, ended }: Diary): void {
    expect(ended).toBeUndefined();
    let rest = seen;
    let behind = after;
    for (
      let expired = rest.findIndex(isExpired);
      expired >= 0;
      expired = rest.findIndex(isExpired)
    ) {
      expect(this.lots.stream.floor).toBeGreaterThan(0);
      this.checkRun(rest.slice(0, expired), behind, true);
      rest = rest.slice(expired + 1);
      behind = undefined;
    }
    this.checkRun(rest, behind, hasLeft);
  }

  checkRun(seen: readonly SeenFrame[], after: number | undefined, mayStopShort: boolean): void {
    const [first] = seen;
    if (first === undefined) return expect(mayStopShort || after !== undefined).toBe(true);
    if (after === undefined) expect(first.kind).toBe('SNAPSHOT');
    const changes = after === undefined ? seen.slice(1) : seen;
    const behind = after ?? first.position;
    const expected = this.published.filter((position) => position > behind);
    expect(changes.map(({ kind }) => kind).every((kind) => kind === 'CHANGE')).toBe(true);
    expect(changes.map(({ position }) => position)).toEqual(
      mayStopShort ? expected.slice(0, changes.length) : expected,
    );
  }
}

const isExpired = ({ kind }: SeenFrame): boolean => kind === 'CURSOR_EXPIRED';

describe('Whoever joins, resumes, leaves or is cut off, and whenever', () => {
  it('everyone sees a snapshot or goes on behind a cursor, then every later change once, in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), async (steps) => {
        const run = new Run();
        for (const next of steps) await run.take(next);
        await run.settle();
        for (const diary of run.diaries) run.check(diary);
        for (const { leave } of run.diaries) leave();
        expect(run.lots.stream.open).toBe(0);
        expect(run.groups.count).toBe(0);
      }),
      { numRuns: 80 },
    );
  }, 60_000);
});
