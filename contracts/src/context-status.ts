import { z } from 'zod';

/**
 * How a process of a context does, as it tells every few seconds over plain NATS. Not an event: nothing happened,
 * nobody keeps it, and it must get through just when the outbox does not. Its absence says something too.
 */
export const contextStatusSchema = z.object({
  context: z.string(),
  /** The process; a context may run in several. */
  instance: z.string(),
  at: z.iso.datetime(),
  /** This process publishes and consumes for the context. */
  leader: z.boolean(),
  /** Null: its database does not answer. */
  database: z
    .object({
      /** Time for the counts below, in milliseconds. */
      answerMs: z.number().min(0),
      connections: z.number().int().min(0),
      /** Requests that wait for a connection. */
      waiting: z.number().int().min(0),
    })
    .nullable(),
  outbox: z
    .object({ unpublished: z.number().int().min(0), oldestSeconds: z.number().min(0) })
    .nullable(),
  /** Events of other contexts that are not taken in yet; null where NATS did not say. */
  consumers: z.array(z.object({ source: z.string(), lag: z.number().int().min(0).nullable() })),
  deadLetters: z
    .object({
      parked: z.number().int().min(0),
      retrying: z.number().int().min(0),
      waiting: z.number().int().min(0),
    })
    .nullable(),
});
export type ContextStatus = z.infer<typeof contextStatusSchema>;
