import { notFound } from '@voltpark/kit/decision';
import type { Finding } from '@voltpark/rating/rating';
import type { Content, RulesVersioned, Tariff } from '../domain/rules.js';
import {
  changeRules as decideChange,
  createRules as decideCreate,
} from '../domain/version-rules.js';
import { findingsOf } from './findings.js';
import { idempotencyKeyRefusal } from './idempotency-key.js';
import { patiently } from './patience.js';
import type { Cause, Ports, Stores } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';
import { tenantOf } from './tenant.js';

export interface CreateRulesCommand {
  readonly idempotencyKey: string;
  /** Null: the actor's own tenant. */
  readonly tenantId: string | null;
  readonly content: Content;
  readonly effectiveFrom: Date | null;
}

export interface ChangeRulesCommand {
  readonly idempotencyKey: string;
  readonly ruleSetId: string;
  readonly content: Content | Unnamed;
  readonly effectiveFrom: Date | null;
}

/** A version that keeps the name of the one before. */
export interface Unnamed {
  readonly kind: 'TARIFF';
  readonly name: null;
  readonly tariff: Tariff;
}

/** What is told of a version that was written; kept under the idempotency key. */
export interface Written {
  readonly ruleSetId: string;
  readonly versionId: string;
  readonly findings: readonly Finding[];
}

/** Makes a tariff or plan with its first version. */
export function createRules({ transact, clock, newId, wait }: Ports) {
  const attempt = (cause: Cause, { idempotencyKey, ...input }: CreateRulesCommand) =>
    transact(cause, (stores) => {
      const operation = `create ${input.content.kind}`;
      return stores.once({ idempotencyKey, operation, input }, async () => {
        const tenant = await tenantOf(stores, cause, input.tenantId);
        if ('refusal' in tenant) return tenant.refusal;
        const now = clock.now();
        const { content } = input;
        const findings = await findingsOf(stores, content, tenant.id, now);
        const decision = decideCreate(content, input.effectiveFrom, {
          ...{ id: newId(), versionId: newId(), tenantId: tenant.id, now, findings },
          createdBy: cause.actor.id,
        });
        if (decision.outcome === 'refused') return decision.refusal;
        return written(stores, decision.events, findings);
      });
    });
  return async (cause: Cause, command: CreateRulesCommand) =>
    idempotencyKeyRefusal(command.idempotencyKey) ?? patiently(wait, () => attempt(cause, command));
}

/** Gives a tariff or plan its next version. */
export function changeRules({ transact, clock, newId }: Ports) {
  return async (cause: Cause, { idempotencyKey, ...input }: ChangeRulesCommand) =>
    idempotencyKeyRefusal(idempotencyKey) ??
    transact(cause, (stores) => {
      const { content, ruleSetId } = input;
      return stores.once(
        { idempotencyKey, operation: `change ${content.kind}`, input },
        async () => {
          const held = await stores.rules.hold(ruleSetId, content.kind, reachOf(cause.actor));
          if (held === null) return notFound(titleOf(content), ruleSetId);
          const now = clock.now();
          const named = content.name === null ? { ...content, name: held.name } : content;
          const findings = await findingsOf(stores, named, held.tenantId, now);
          const known = { versionId: newId(), now, findings, createdBy: cause.actor.id };
          const decision = decideChange(held, named, input.effectiveFrom, known);
          if (decision.outcome === 'refused') return decision.refusal;
          return written(stores, decision.events, findings);
        },
      );
    });
}

async function written(
  { rules }: Stores,
  events: readonly RulesVersioned[],
  findings: readonly Finding[],
): Promise<Written> {
  await rules.save(events);
  const [event] = events;
  if (event === undefined) throw new Error('A version was to be written.');
  return { ruleSetId: event.ruleSet.id, versionId: event.version.id, findings };
}

const titleOf = ({ kind }: Pick<Content, 'kind'>) => (kind === 'TARIFF' ? 'Tariff' : 'RatePlan');
