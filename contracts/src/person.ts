import { z } from 'zod';
import { defineEvent, type EventDefinition } from './event.js';
import { idSchema, registrationSchema } from './shared.js';

/** By what other contexts know a person. Name and address are not among it. */
export const personSchema = z.object({
  customerId: idSchema,
  accountId: idSchema,
  /** Normalised; of the person's vehicles, former ones included unless somebody else drives them now. */
  registrations: z.array(registrationSchema),
});
export type Person = z.infer<typeof personSchema>;

/** ASKED: tell what stands in the way. FORGET: forget, once nothing does. SEAL: forget what came since, and the stream. */
export const erasureSteps = ['ASKED', 'FORGET', 'SEAL'] as const;
export type ErasureStep = (typeof erasureSteps)[number];

/** Something of a person that has to end before the person can be forgotten. */
export const openMatterSchema = z.object({
  /** PARKING_SESSION, INVOICE, … */
  kind: z.string(),
  id: idSchema,
});
export type OpenMatter = z.infer<typeof openMatterSchema>;

const personAnswer = z.object({
  erasureId: idSchema,
  step: z.enum(erasureSteps),
  /** WAITING: for what is open. DONE: the step is done here; a context that only was asked has nothing open. */
  outcome: z.enum(['WAITING', 'DONE']),
  open: z.array(openMatterSchema),
  /** Rows in which the person was found, by table. */
  found: z.record(z.string(), z.number().int().min(0)),
  /** What stays without the person, and why. */
  kept: z.array(z.object({ what: z.string(), reason: z.string() })),
});
export type PersonAnswer = z.infer<typeof personAnswer>;

/**
 * The answer of one context to an erasure: every context that knows people declares it among its events, and the
 * erasure waits for all that do. It names the erasure and never the person.
 */
export function personAnsweredBy(context: string): EventDefinition<PersonAnswer> {
  return defineEvent({
    type: `${context}.person.answered.v1`,
    summary: 'How far the context is with forgetting a person.',
    key: 'erasureId',
    data: personAnswer,
  });
}
