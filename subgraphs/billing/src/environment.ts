import { z } from 'zod';
import { paymentLimits } from './domain/payment-limits.js';
import { webhookKey } from './processor/webhook-signature.js';

/** `whsec_` and 24 to 64 bytes in base64, as the key itself. */
const webhookSecret = z.string().transform((text, context): Buffer => {
  const key = webhookKey(text);
  if (key !== null) return key;
  context.addIssue({ code: 'custom', message: 'is not `whsec_` and 24 to 64 bytes in base64' });
  return z.NEVER;
});

/** Variables of this context beside those of the house. */
export const environment = z
  .object({
    /** Signs the processor's webhooks. Without it the simulated processor makes one up at each start. */
    BILLING_PROCESSOR_WEBHOOK_SECRET: webhookSecret.optional(),
    /** Where the simulated processor sends webhooks over HTTP. Without it they are handed over in the process. */
    BILLING_PROCESSOR_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** How long the processor has for one answer, milliseconds. */
    BILLING_PROCESSOR_DEADLINE_MS: z.coerce
      .number()
      .int()
      .min(10)
      .max(10_000)
      .default(paymentLimits.processorDeadlineMs),
    /** Between two looks at what time brings: reconciliation, due dates, reminders. Milliseconds. */
    BILLING_TEND_INTERVAL_MS: z.coerce
      .number()
      .int()
      .min(10)
      .max(3_600_000)
      .default(paymentLimits.jobIntervalMs),
  })
  .refine(
    (variables) =>
      variables.BILLING_PROCESSOR_WEBHOOK_URL === undefined ||
      variables.BILLING_PROCESSOR_WEBHOOK_SECRET !== undefined,
    {
      path: ['BILLING_PROCESSOR_WEBHOOK_SECRET'],
      message:
        'is needed with BILLING_PROCESSOR_WEBHOOK_URL, as another process may take the webhook',
    },
  );
export type Environment = z.infer<typeof environment>;
