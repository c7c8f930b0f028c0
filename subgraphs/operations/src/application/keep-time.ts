import { limits } from '../domain/limits.js';
import { utcDay } from '../domain/telemetry.js';
import { evaluateRules } from './evaluate-rules.js';
import { systemCause, type Ports, type Stores } from './ports.js';
import { settleHealth } from './watch.js';

/** Something that happens by itself when time passes. */
interface TimeTask {
  readonly name: string;
  run(): Promise<void>;
}

/** One round of all that happens by itself; a task that fails does not keep the others from theirs. */
export function keepTime(ports: Ports): () => Promise<void> {
  const tasks = [
    healthTask(ports),
    ruleTask(ports),
    toldTask(ports),
    partitionTask(ports),
    forgetTask(ports),
  ];
  return async () => {
    for (const { name, run } of tasks) {
      try {
        await run();
      } catch (error) {
        ports.log.error({ err: error, task: name }, 'what passes by itself did not');
      }
    }
  };
}

function healthTask(ports: Ports): TimeTask {
  const settleDue = settleHealth(ports, limits.keepTimeBatch);
  return {
    name: 'health',
    run: async () => {
      await settleDue(systemCause);
    },
  };
}

/** Looks at the rules after health was settled, so that one round does both. */
function ruleTask(ports: Ports): TimeTask {
  const evaluate = evaluateRules(ports);
  let nextAt = 0;
  return {
    name: 'alert rules',
    run: async () => {
      const now = ports.clock.now().getTime();
      if (now >= nextAt - limits.rulesEveryMs && now < nextAt) return;
      await evaluate();
      nextAt = now + limits.rulesEveryMs;
    },
  };
}

/** Tells of telemetry, for each facility at most once a minute. */
function toldTask({ transact, clock }: Ports): TimeTask {
  return {
    name: 'telemetry told',
    run: () =>
      transact(systemCause, async ({ facilities, publish }) => {
        const now = clock.now();
        const before = new Date(now.getTime() - limits.toldEveryMs);
        const untold = await facilities.takeUntold(before, now, limits.keepTimeBatch);
        await publish(untold.map((one) => ({ type: 'TelemetryTold' as const, ...one })));
      }),
  };
}

/** Makes the partitions of the days to come and drops those past their time, once in a while. */
function partitionTask({ partitions, clock, retention, log }: Ports): TimeTask {
  let nextAt = 0;
  return {
    name: 'partitions',
    run: async () => {
      const now = clock.now();
      if (now.getTime() < nextAt) return;
      const dropped = await partitions.tend(now, retention);
      if (dropped.length > 0) log.info({ dropped }, 'telemetry past its time was dropped');
      nextAt = now.getTime() + limits.partitionsEveryMs;
    },
  };
}

/** Removes alerts and periods of health that are past their time, a batch a transaction. */
function forgetTask({ transact, clock, retention, log }: Ports): TimeTask {
  let nextAt = 0;
  const all = async (some: (stores: Stores) => Promise<number>): Promise<number> => {
    let removed = 0;
    for (let last: number = limits.pruneRows; last === limits.pruneRows; removed += last) {
      last = await transact(systemCause, some);
    }
    return removed;
  };
  return {
    name: 'past its time',
    run: async () => {
      const now = clock.now();
      if (now.getTime() < nextAt) return;
      const over = utcDay(now, -retention.alertDays);
      const ended = utcDay(now, -limits.healthDays);
      const alerts = await all((stores) => stores.alerts.removeResolved(over, limits.pruneRows));
      const periods = await all((stores) => stores.levels.removeEnded(ended, limits.pruneRows));
      if (alerts + periods > 0) log.info({ alerts, periods }, 'what is past its time was removed');
      nextAt = now.getTime() + limits.pruneEveryMs;
    },
  };
}
