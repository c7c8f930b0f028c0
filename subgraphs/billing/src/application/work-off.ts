import { limits } from '../domain/limits.js';
import { billPass } from './bill-pass.js';
import { billReservation } from './bill-reservation.js';
import { billVisit, visitOf } from './bill-visit.js';
import type { DueSubject, WorkSubject } from './heard.js';
import { systemCause, type Ports, type Stores } from './ports.js';

type WorkPorts = Pick<Ports, 'reads' | 'clock' | 'log' | 'transact' | 'newId'>;

/**
 * Looks at everything that something was heard of: each subject in a transaction of its own, so that one that fails
 * holds up no other and is tried again later.
 * @returns how many subjects were looked at
 */
export function workOff(ports: WorkPorts) {
  const { reads, clock, log } = ports;
  return async (): Promise<number> => {
    const subjects = await reads.work.due(clock.now(), limits.workBatch);
    const queue = [...subjects];
    const work = async () => {
      for (let subject = queue.shift(); subject !== undefined; subject = queue.shift()) {
        await workOn(ports, subject).catch((error: unknown) => putOff(ports, subject, error));
      }
    };
    await Promise.all(Array.from({ length: limits.workWidth }, work));
    if (subjects.length > 0) log.debug({ subjects: subjects.length }, 'billed what was heard of');
    return subjects.length;
  };
}

async function workOn(ports: WorkPorts, subject: WorkSubject): Promise<void> {
  await ports.transact(systemCause, async (stores) => {
    if (subject.kind === 'RESERVATION') {
      if ((await stores.work.take(subject)) > 0) {
        await billReservation(ports, stores, subject.subjectId, ports.clock.now());
      }
      return;
    }
    if (subject.kind === 'PASS') {
      if ((await stores.work.take(subject)) > 0) {
        await billPass(ports, stores, subject.subjectId, ports.clock.now());
      }
      return;
    }
    await workOnStay(ports, stores, subject);
  });
}

async function workOnStay(ports: WorkPorts, stores: Stores, subject: WorkSubject): Promise<void> {
  // Whoever is second finds nothing left to do. What is noted meanwhile stays noted, as the facts are read later.
  const family = await stores.visits.hold(subject.subjectId);
  const noted = await stores.work.take(subject);
  if (noted === 0 || family === null) return;
  const visit = await visitOf(stores, family);
  // Not before: whoever waited for the visit bills what was told meanwhile, and on the day on which they do.
  if (visit !== null) await billVisit(ports, stores, visit, ports.clock.now());
}

async function putOff({ transact, clock, log }: WorkPorts, subject: DueSubject, error: unknown) {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const { kind, subjectId } = subject;
  log.warn({ err: error, kind, subjectId }, 'could not be billed now');
  await transact(systemCause, ({ work }) => work.putOff(subject, reason, clock.now()));
}
