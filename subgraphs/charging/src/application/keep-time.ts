import { falseStarts, plannedWork, silentStations } from './keep-stations.js';
import { meterTasks } from './meter-tasks.js';
import type { Ports } from './ports.js';
import { queues } from './queue-use-cases.js';

/** Something that happens by itself when time passes. */
export interface TimeTask {
  readonly name: string;
  /** One round; what it takes on, nobody else takes on at the same time. */
  run(): Promise<void>;
}

/** All that happens by itself in this context. */
export function timeTasks(ports: Ports): readonly TimeTask[] {
  return [
    ...meterTasks(ports),
    silentStations(ports),
    plannedWork(ports),
    falseStarts(ports),
    queues(ports),
  ];
}

/** One round of every task; one that fails does not keep the others from theirs. */
export function keepTime(ports: Ports): () => Promise<void> {
  const tasks = timeTasks(ports);
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
