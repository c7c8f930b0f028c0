import { catalog, contextOfType, type Person, type PersonAnswer } from '@voltpark/contracts';
import { notFound, notPermitted } from '@voltpark/kit/decision';
import { deactivated } from '../domain/account.js';
import { decideRetireVehicle } from '../domain/describe-vehicle.js';
import {
  decideErasureGoesOn,
  decideWithdrawErasure,
  isAnswerDone,
  type Erasure,
} from '../domain/erasure.js';
import { limits } from '../domain/limits.js';
import { decideCancelPass } from '../domain/pass.js';
import { idempotencyKeyFault } from '../domain/text.js';
import { systemCause, type Cause, type Ports } from './ports.js';
import type { Stores } from './stores.js';

/** Every context that knows people: those that have an answer to an erasure among their events. */
export const contextsThatForget: readonly string[] = [...catalog.keys()]
  .filter((type) => type.endsWith('.person.answered.v1'))
  .map(contextOfType)
  .sort();

/** What going on with an erasure needs. */
export interface ErasureTools extends Pick<Ports, 'clock'> {
  /** How long after it began access tokens of the person may still be heard. */
  readonly tokensLiveMs: number;
}

/** A customer asks to be forgotten. One who asked already is told of that. */
export function requestErasure({ clock, newId, reads, transact }: Ports) {
  return async (cause: Cause, { idempotencyKey }: { readonly idempotencyKey: string }) => {
    const fault = idempotencyKeyFault(idempotencyKey);
    if (fault !== undefined) return fault;
    const result = await transact(cause, ({ customers, erasures, once, save }) =>
      once({ idempotencyKey, operation: 'requestErasure', input: {} }, async () => {
        const { customerId } = cause.actor;
        const customer = customerId === null ? null : await customers.hold(customerId);
        if (customer === null) return notPermitted('Only customers can be forgotten.');
        const latest = await erasures.latestOf(customer.id);
        if (latest !== null && latest.endedAt === null) return { erasureId: latest.id };
        const person = await erasures.person(customer.id);
        if (person === null) return notPermitted('Only customers can be forgotten.');
        const erasure: Erasure = {
          ...{ id: newId(), customerId: customer.id, accountId: customer.accountId },
          ...{ status: 'WAITING', requestedAt: clock.now(), begunAt: null, endedAt: null },
          version: 1,
        };
        await save([{ type: 'ErasureRequested', erasure, person }]);
        return { erasureId: erasure.id };
      }),
    );
    if ('type' in result) return result;
    return { erasure: await existing(reads, result.erasureId) };
  };
}

/** The customer changed their mind. */
export function withdrawErasure({ clock, reads, transact }: Ports) {
  return async (cause: Cause, { erasureId }: { readonly erasureId: string }) => {
    const refusal = await transact(cause, async ({ erasures, save }) => {
      const erasure = await erasures.hold(erasureId);
      const isOwn = erasure !== null && erasure.customerId === cause.actor.customerId;
      if (!isOwn) return notFound('Erasure', erasureId);
      const decision = decideWithdrawErasure(erasure, clock.now());
      if (decision.outcome === 'refused') return decision.refusal;
      await save(decision.events);
      return undefined;
    });
    return refusal ?? { erasure: await existing(reads, erasureId) };
  };
}

async function existing({ erasures }: Ports['reads'], id: string): Promise<Erasure> {
  const erasure = await erasures.byId(id);
  if (erasure === null) throw new Error(`Erasure ${id} is gone.`);
  return erasure;
}

/** A context told how far it is: that is kept, and the erasure goes on when it was the last. */
export async function takePersonAnswer(
  tools: ErasureTools,
  stores: Stores,
  context: string,
  { erasureId, ...answer }: PersonAnswer,
): Promise<void> {
  const erasure = await stores.erasures.hold(erasureId);
  if (erasure === null) return;
  await stores.erasures.keepAnswer(erasureId, { context, ...answer }, tools.clock.now());
  await goOn(tools, stores, erasure);
}

/** Looks at every erasure that has not ended: time alone may let one go on. */
export function advanceErasures(tools: ErasureTools & Pick<Ports, 'transact'>) {
  return async (): Promise<void> => {
    const ids = await tools.transact(systemCause, ({ erasures }) =>
      erasures.unfinished(limits.erasuresPerRound),
    );
    for (const id of ids) {
      await tools.transact(systemCause, async (stores) => {
        const erasure = await stores.erasures.hold(id);
        if (erasure !== null) await goOn(tools, stores, erasure);
      });
    }
  };
}

async function goOn(tools: ErasureTools, stores: Stores, erasure: Erasure): Promise<void> {
  const { erasures, save } = stores;
  const now = tools.clock.now();
  // Once begun, nobody is known here by these ids any more, and nobody needs to be.
  const person = (await erasures.person(erasure.customerId)) ?? {
    ...{ customerId: erasure.customerId, accountId: erasure.accountId, registrations: [] },
  };
  const progress = { answers: await erasures.answers(erasure.id), contexts: contextsThatForget };
  const decision = decideErasureGoesOn(erasure, person, {
    ...progress,
    ...{ now, tokensLiveMs: tools.tokensLiveMs },
  });
  if (decision.outcome !== 'accepted' || decision.events.length === 0) return;
  if (erasure.status === 'WAITING') await closeAccount(stores, person, now);
  await save(decision.events);
}

/** From here on nobody signs in as the person, and nothing of theirs is in force. */
async function closeAccount(stores: Stores, person: Person, now: Date): Promise<void> {
  const { accounts, sessions, vehicles, passes, save } = stores;
  const { customerId, accountId } = person;
  const everything = { limit: limits.vehiclesPerCustomer * 10, after: null };
  for (const { id } of await vehicles.find({ customerId, status: 'ACTIVE' }, everything)) {
    const vehicle = await vehicles.hold(id, customerId);
    const decision = vehicle === null ? undefined : decideRetireVehicle(vehicle);
    if (decision?.outcome === 'accepted') await save(decision.events);
  }
  const sight = { customerId, reach: { kind: 'EVERYTHING' } } as const;
  const criteria = { customerId, vehicleId: null, at: null, status: null, instant: null };
  for (const { id, status } of await passes.find(criteria, sight, everything)) {
    if (status !== 'ACTIVE' && status !== 'PENDING') continue;
    const pass = await passes.hold(id, sight);
    const decision = pass === null ? undefined : decideCancelPass(pass, 'erased', now);
    if (decision?.outcome === 'accepted') await save(decision.events);
  }
  const [account] = await accounts.hold(accountId);
  if (account === undefined) return;
  await sessions.endAll(accountId, 'DEACTIVATED', now);
  await save([{ type: 'AccountClosed', account: deactivated(account) }]);
}

/** An erasure, for whoever has its id. */
export const readErasure =
  ({ reads }: Pick<Ports, 'reads'>) =>
  (id: string) =>
    reads.erasures.byId(id);

/** What each context has said of an erasure; those that have not said anything are among them. */
export const readErasureReport =
  ({ reads }: Pick<Ports, 'reads'>) =>
  async (erasure: Erasure) => {
    const answers = await reads.erasures.answers(erasure.id);
    return contextsThatForget.map((context) => {
      const answer = answers.find((candidate) => candidate.context === context);
      return {
        context,
        isDone: answer !== undefined && isAnswerDone(erasure, answer),
        open: [...(answer?.open ?? [])],
        found: Object.entries(answer?.found ?? {}).map(([table, rows]) => ({ table, rows })),
        kept: [...(answer?.kept ?? [])],
      };
    });
  };
