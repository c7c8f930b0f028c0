import { z } from 'zod';
import { defineEvent } from '../event.js';
import { personAnsweredBy } from '../person.js';
import { currencySchema, decimalSchema } from '../money.js';
import { discountSchema, ratePlanSchema } from '../rate-plan.js';
import { idSchema } from '../shared.js';
import { tariffSchema } from '../tariff.js';

/** What versions of tariffs and of rate plans have in common. A version never changes and never goes away. */
const version = {
  versionId: idSchema,
  /** Counts the versions of one tariff or plan from 1. */
  number: z.number().int().positive(),
  tenantId: idSchema,
  /** From when it is in force, until a later version is. */
  effectiveFrom: z.iso.datetime(),
};

export const tariffChanged = defineEvent({
  type: 'pricing.tariff.changed.v1',
  summary: 'A charging tariff has a new version.',
  key: 'tariffId',
  data: z.object({ tariffId: idSchema, name: z.string(), ...version, tariff: tariffSchema }),
});

export const ruleUpdated = defineEvent({
  type: 'pricing.rule.updated.v1',
  summary: 'A rate plan for parking has a new version.',
  key: 'ratePlanId',
  data: z.object({ ratePlanId: idSchema, ...version, plan: ratePlanSchema }),
});

export const assignmentChanged = defineEvent({
  type: 'pricing.assignment.changed.v1',
  summary: 'From an instant on, a facility or station is priced by another tariff or plan.',
  key: 'facilityId',
  data: z.object({
    assignmentId: idSchema,
    tenantId: idSchema,
    facilityId: idSchema,
    /** Set where a single station differs from its facility. */
    stationId: idSchema.nullable(),
    kind: z.enum(['TARIFF', 'RATE_PLAN']),
    /** Id of the tariff or plan; null takes the assignment away: the facility's own counts again, or it is free. */
    targetId: idSchema.nullable(),
    effectiveFrom: z.iso.datetime(),
  }),
});

export const discountChanged = defineEvent({
  type: 'pricing.discount.changed.v1',
  summary: 'A discount was made, changed or ended.',
  key: 'discountId',
  data: discountSchema.extend({ tenantId: idSchema }),
});

export const priceQuoted = defineEvent({
  type: 'pricing.price.quoted.v1',
  summary: 'Somebody was promised a price until the quote expires.',
  key: 'quoteId',
  data: z.object({
    quoteId: idSchema,
    tenantId: idSchema,
    facilityId: idSchema,
    kind: z.enum(['PARKING', 'CHARGING', 'STAY']),
    customerId: idSchema.nullable(),
    currency: currencySchema,
    exclTax: decimalSchema,
    inclTax: decimalSchema,
    tariffVersionId: idSchema.nullable(),
    ratePlanVersionId: idSchema.nullable(),
    expiresAt: z.iso.datetime(),
  }),
});

export const personAnswered = personAnsweredBy('pricing');
