import { invalidInput, notPermitted } from '@voltpark/kit/decision';
import { z } from 'zod';
import { limits } from '../domain/limits.js';
import type { Cause, Mailbox, Ports } from './ports.js';
import { safeLocale } from './texts.js';

const addressSchema = z.email().max(limits.mailboxCharacters);

/** Where the staff of the tenant of the one who asks reads mails; null: nowhere. */
export function readMailbox({ reads }: Ports) {
  return ({ actor }: Cause): Promise<Mailbox | null> =>
    actor.tenantId === null ? Promise.resolve(null) : reads.mailboxes.of(actor.tenantId);
}

/** Sets where staff is told by mail; without an address it is not. */
export function setMailbox({ transact }: Ports) {
  return (
    cause: Cause,
    given: { readonly address: string | null; readonly language: string | null },
  ) =>
    transact(cause, async ({ mailboxStore }) => {
      const { tenantId } = cause.actor;
      if (tenantId === null) return notPermitted('A mailbox belongs to a tenant.');
      if (given.address === null) {
        await mailboxStore.remove(tenantId);
        return { mailbox: null };
      }
      const address = addressSchema.safeParse(given.address.trim());
      if (!address.success) return invalidInput('address', 'That is no mail address.');
      const mailbox = {
        ...{ tenantId, address: address.data },
        language: safeLocale(given.language ?? 'en'),
      };
      await mailboxStore.set(mailbox);
      return { mailbox };
    });
}
