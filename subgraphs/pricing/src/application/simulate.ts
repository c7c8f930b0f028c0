import type { SlotSize } from '@voltpark/contracts';
import { invalidInput, notFound } from '@voltpark/kit/decision';
import { rateCharging } from '@voltpark/rating/charging';
import type { Rating } from '@voltpark/rating/rating';
import { TraceError } from '@voltpark/rating/trace';
import { versionInForce } from '@voltpark/rating/in-force';
import { readRatePlan, readTariff, readTrace, type ReadResult } from '../domain/content.js';
import { snapshotOf } from '../domain/discount-snapshot.js';
import type { Discount } from '../domain/discount.js';
import { reductionFault } from '../domain/discount-faults.js';
import { limits } from '../domain/limits.js';
import { lengthFault, priceOfStay, workFault } from '../domain/price.js';
import type { RatePlan, RulesKind, RuleVersion, Tariff } from '../domain/rules.js';
import { isTimeZone } from '../domain/time-zone.js';
import type { Cause, Ports, Reads } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';

/** Which rules to rate by: exactly one of them. */
export interface RulesWish {
  /** As they came from outside. */
  readonly json: unknown;
  readonly ruleSetId: string | null;
  readonly versionId: string | null;
}

export interface SessionWish {
  readonly tariff: RulesWish;
  /** As it came from outside. */
  readonly trace: unknown;
}

export interface StayWish {
  readonly plan: RulesWish;
  readonly timeZone: string;
  readonly from: Date;
  readonly to: Date;
  readonly size: SlotSize;
  readonly isElectric: boolean;
  readonly lostTicket: boolean;
  readonly passes: readonly { readonly from: Date; readonly to: Date }[];
  readonly sessions: readonly SessionWish[];
  readonly discount: Pick<Discount, 'reduction' | 'appliesTo'> | null;
}

type Refusal = ReturnType<typeof invalidInput> | ReturnType<typeof notFound>;
type Simulated = { readonly rating: Rating } | Refusal;

/** What a session comes to by a tariff. */
export function simulateCharging({ reads }: Ports) {
  return async (cause: Cause, wish: SessionWish): Promise<Simulated> => {
    const trace = readTrace(wish.trace);
    if (!trace.ok) return trace.refusal;
    const [first] = trace.value.periods;
    const at = new Date(first?.start ?? 0);
    const tariff = await tariffOf(reads, cause, wish.tariff, at, '');
    if (!tariff.ok) return tariff.refusal;
    return rated('trace', () => rateCharging(tariff.value, trace.value));
  };
}

/** What a stay comes to by a rate plan. */
export function simulateParking({ reads }: Ports) {
  return async (cause: Cause, wish: StayWish): Promise<Simulated> => {
    const fault = stayFault(wish);
    if (fault !== undefined) return fault;
    const plan = await planOf(reads, cause, wish.plan, wish.from);
    if (!plan.ok) return plan.refusal;
    const work = workFault(plan.value, wish.from, wish.to);
    if (work !== undefined) return work;
    const sessions = [];
    for (const [index, session] of wish.sessions.entries()) {
      const field = `sessions.${index}.`;
      const trace = readTrace(session.trace, `${field}trace`);
      if (!trace.ok) return trace.refusal;
      const tariff = await tariffOf(reads, cause, session.tariff, wish.from, field);
      if (!tariff.ok) return tariff.refusal;
      if (tariff.value.currency !== plan.value.currency) {
        return invalidInput(`${field}tariff.currency`, `The plan is in ${plan.value.currency}.`);
      }
      const checked = rated(`${field}trace`, () => rateCharging(tariff.value, trace.value));
      if ('type' in checked) return checked;
      sessions.push({ tariff: tariff.value, trace: trace.value });
    }
    const { discount, plan: _plan, ...stay } = wish;
    const discounts = discount === null ? [] : [snapshotOf(imagined(discount, wish.from))];
    const { currency } = plan.value;
    return { rating: priceOfStay({ ...stay, plan: plan.value, currency, sessions, discounts }) };
  };
}

function stayFault({ timeZone, from, to, passes, sessions, discount }: StayWish) {
  if (!isTimeZone(timeZone)) return invalidInput('timeZone', `There is no zone "${timeZone}".`);
  if (passes.length > limits.simulatedPasses) {
    return invalidInput('passes', `At most ${limits.simulatedPasses}.`);
  }
  if (sessions.length > limits.simulatedSessions) {
    return invalidInput('sessions', `At most ${limits.simulatedSessions}.`);
  }
  const backwards = passes.findIndex((pass) => pass.to <= pass.from);
  if (backwards >= 0) {
    return invalidInput(`passes.${backwards}.to`, 'A period ends after it begins.');
  }
  return (
    lengthFault(from, to) ??
    (discount === null ? undefined : reductionFault(discount.reduction, 'discount.reduction'))
  );
}

/** The engine says which period of a trace it cannot rate. */
function rated(field: string, rate: () => Rating): Simulated {
  try {
    return { rating: rate() };
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    const path = `${field}.${error.path}`;
    return invalidInput(path, `${path} ${error.message}.`);
  }
}

async function tariffOf(
  reads: Reads,
  cause: Cause,
  wish: RulesWish,
  at: Date,
  field: string,
): Promise<ReadResult<Tariff> | NotRead> {
  if (wish.json != null && !isSeveral(wish)) return readTariff(wish.json, `${field}tariff`);
  const found = await versionOf(reads, cause, 'TARIFF', wish, at, `${field}tariff`);
  if ('type' in found) return { ok: false, refusal: found };
  if (found.kind !== 'TARIFF') throw new Error('A tariff was asked for.');
  return { ok: true, value: found.tariff };
}

async function planOf(
  reads: Reads,
  cause: Cause,
  wish: RulesWish,
  at: Date,
): Promise<ReadResult<RatePlan> | NotRead> {
  if (wish.json != null && !isSeveral(wish)) return readRatePlan(wish.json);
  const found = await versionOf(reads, cause, 'RATE_PLAN', wish, at, 'plan');
  if ('type' in found) return { ok: false, refusal: found };
  if (found.kind !== 'RATE_PLAN') throw new Error('A rate plan was asked for.');
  return { ok: true, value: found.plan };
}

interface NotRead {
  readonly ok: false;
  readonly refusal: Refusal;
}

const isSeveral = ({ json, ruleSetId, versionId }: RulesWish) =>
  [json, ruleSetId, versionId].filter((given) => given != null).length > 1;

/** The version that a wish names: itself, or the one in force of a set that the actor's tenant has. */
async function versionOf(
  { rules }: Reads,
  { actor }: Cause,
  kind: RulesKind,
  wish: RulesWish,
  at: Date,
  field: string,
): Promise<RuleVersion | Refusal> {
  const { ruleSetId, versionId } = wish;
  const title = kind === 'TARIFF' ? 'Tariff' : 'RatePlan';
  if (isSeveral(wish) || (ruleSetId === null && versionId === null)) {
    return invalidInput(field, 'Say by exactly one: the rules themselves, an id or a version.');
  }
  if (versionId !== null) {
    const [version] = await rules.versionsByIds([versionId]);
    return version?.kind === kind ? version : notFound(`${title}Version`, versionId);
  }
  const [set] = await rules.byIds([ruleSetId ?? ''], kind, reachOf(actor));
  if (set === undefined) return notFound(title, ruleSetId ?? '');
  const version = versionInForce(await rules.versionsAt([set.id], at), at);
  return (
    version ??
    invalidInput(`${field}Id`, `It is in force from ${set.inForceFrom.toISOString()} on.`)
  );
}

/** A discount that exists for the simulation only. */
const imagined = (given: Pick<Discount, 'reduction' | 'appliesTo'>, at: Date): Discount => ({
  ...given,
  id: 'simulated',
  tenantId: 'simulated',
  code: 'SIMULATED',
  name: 'Discount',
  facilityIds: [],
  validFrom: at,
  validUntil: null,
  maximumUses: null,
  active: true,
  version: 1,
  updatedAt: at,
});
