import { z } from 'zod';

/** Variables of this context beside those of the house. */
export const environment = z.object({
  /** Where mails go, `smtps://name:password@host:465`. Without it they are recorded and not sent. */
  NOTIFICATIONS_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** The address that mails are from. */
  NOTIFICATIONS_MAIL_FROM: z.email().default('no-reply@voltpark.example'),
});
