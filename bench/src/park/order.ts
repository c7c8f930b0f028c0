/** What the peer is told to do: cars that enter and leave again, so many at once. */
export interface PeerOrder {
  readonly databaseUrl: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly stays: number;
  readonly atOnce: number;
}

/** What came of it. */
export interface Figures {
  readonly cpuMicros: number;
  readonly seconds: number;
  readonly parkMs: readonly number[];
  readonly leaveMs: readonly number[];
}

/** Connections to Postgres, here and there. */
export const poolConnections = 10;

/** Runs `stays` times `stay`, `atOnce` at a time. */
export async function crowd(
  stays: number,
  atOnce: number,
  stay: (index: number) => Promise<void>,
): Promise<void> {
  let begun = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (begun < stays) {
        begun += 1;
        await stay(begun);
      }
    }),
  );
}

/** Runs something and remembers how long it took. */
export async function timed<Result>(times: number[], run: () => Promise<Result>): Promise<Result> {
  const began = performance.now();
  const result = await run();
  times.push(performance.now() - began);
  return result;
}
