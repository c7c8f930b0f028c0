import { everyone } from '@voltpark/kit/viewer';
import { concluded, type Delivery, type Outcome } from '../domain/delivery.js';
import { limits } from '../domain/limits.js';
import { isWanted, type Notice } from '../domain/notice.js';
import { quietUntil } from '../domain/quiet-hours.js';
import { systemCause, type Contact, type Ports } from './ports.js';
import { wordsOf, type Surroundings } from './texts.js';

type Sending = Pick<Ports, 'clock' | 'log' | 'outlets' | 'reads' | 'takeDue' | 'transact'>;

/**
 * Sends what is due. A delivery is taken before and concluded after the call, each in a transaction of its own; who
 * dies in between leaves it to the next when its lease is over. So a message may come twice, with the same id, and is
 * never lost.
 * @returns how many deliveries were taken
 */
export function sendDue(ports: Sending) {
  const { clock, takeDue } = ports;
  return async (): Promise<number> => {
    const taken = await takeDue(clock.now(), limits.deliveriesPerRound);
    const queue = [...taken];
    const work = async () => {
      for (let one = queue.shift(); one !== undefined; one = queue.shift())
        await sendOne(ports, one);
    };
    await Promise.all(Array.from({ length: limits.deliveriesAtOnce }, work));
    return taken.length;
  };
}

async function sendOne(ports: Sending, delivery: Delivery): Promise<void> {
  const { log, clock, transact } = ports;
  const outcome = await attempt(ports, delivery).catch((error: unknown): Outcome => {
    // What it says may name the person; the log keeps which delivery it was.
    log.error({ err: error, deliveryId: delivery.id }, 'a delivery could not be sent');
    return { type: 'FAILED', reason: 'It could not be put together.', isFinal: false };
  });
  await transact(systemCause, async ({ deliveryStore }) => {
    const held = await deliveryStore.hold(delivery.id);
    if (held === null) return;
    const after = concluded(held.delivery, delivery.attempts, outcome, clock.now());
    if (after === null) return;
    await deliveryStore.save(after, held.notice, after.version > held.delivery.version);
  }).catch((error: unknown) => {
    log.error({ err: error, deliveryId: delivery.id }, 'an outcome could not be kept');
  });
}

async function attempt(ports: Sending, delivery: Delivery): Promise<Outcome> {
  const { reads, clock, outlets } = ports;
  const now = clock.now();
  const [notice] = await reads.notices.byIds([delivery.noticeId], everyone);
  if (notice === undefined) return { type: 'SUPPRESSED', reason: 'TARGET_GONE' };
  if (notice.expiresAt !== null && notice.expiresAt <= now) {
    return { type: 'SUPPRESSED', reason: 'EXPIRED' };
  }
  const signal = AbortSignal.timeout(limits.sendMs);
  const { channel } = delivery;
  if (channel === 'IN_APP') return { type: 'SENT', providerId: null };
  if (channel === 'WEBHOOK') {
    const endpoint = await reads.endpoints.byId(delivery.target);
    if (endpoint === null) return { type: 'SUPPRESSED', reason: 'TARGET_GONE' };
    const { url, secret } = endpoint;
    const body = webhookBody(notice);
    return outlets.WEBHOOK.send({ id: delivery.id, url, secret, body, at: now }, signal);
  }
  if (notice.recipient.kind === 'TENANT') return mailToStaff(ports, delivery, notice, signal);
  const customerId = notice.recipient.id;
  const [contact, preferences, hours] = await Promise.all([
    reads.people.contact(customerId),
    reads.people.preferences(customerId),
    reads.people.quietHours(customerId),
  ]);
  // What was wished may have changed since; what counts is the wish when it would disturb.
  if (!isWanted(preferences, notice.kind, channel)) {
    return { type: 'SUPPRESSED', reason: 'UNWANTED' };
  }
  const quiet = quietUntil(hours, { kind: notice.kind, channel }, now);
  if (quiet !== null) return { type: 'PUT_OFF', until: quiet };
  const to = await addressOf(ports, delivery, contact);
  if (to === null) return withoutAddress(delivery, contact, now);
  const words = await wordsOf(reads, notice, channel, await surroundings(ports, notice, contact));
  const body = channel === 'SMS' ? words.body.slice(0, limits.smsCharacters) : words.body;
  return outlets[channel].send({ id: delivery.id, to, subject: words.subject, body }, signal);
}

/** Staff has one mailbox a tenant; nothing but mails is sent to it. */
async function mailToStaff(
  ports: Sending,
  { id }: Delivery,
  notice: Notice,
  signal: AbortSignal,
): Promise<Outcome> {
  const { reads, outlets } = ports;
  const mailbox = await reads.mailboxes.of(notice.recipient.id);
  if (mailbox === null) return { type: 'SUPPRESSED', reason: 'NO_ADDRESS' };
  const { address: to, language: locale } = mailbox;
  const around = { ...(await surroundings(ports, notice, null)), locale };
  const { subject, body } = await wordsOf(reads, notice, 'EMAIL', around);
  return outlets.EMAIL.send({ id, to, subject, body }, signal);
}

/** Accounts may not have told of somebody yet; after a while nobody will. */
function withoutAddress(delivery: Delivery, contact: Contact | null, now: Date): Outcome {
  const hasTime = now.getTime() - delivery.createdAt.getTime() < limits.contactWaitMs;
  return contact === null && hasTime
    ? { type: 'PUT_OFF', until: new Date(now.getTime() + limits.contactRetryMs) }
    : { type: 'SUPPRESSED', reason: 'NO_ADDRESS' };
}

async function addressOf(
  { reads }: Sending,
  { channel, target }: Delivery,
  contact: Contact | null,
): Promise<string | null> {
  if (channel === 'EMAIL') return contact?.email ?? null;
  if (channel === 'SMS') return contact?.phone ?? null;
  return (await reads.people.device(target))?.token ?? null;
}

async function surroundings(
  { reads }: Sending,
  { facilityId }: Notice,
  contact: Contact | null,
): Promise<Surroundings> {
  const [facility] = facilityId === null ? [] : await reads.facilities.byIds([facilityId]);
  return { contact, facility: facility ?? null };
}

/** What a tenant's system hears: data, and nobody's name or address. The same at every attempt. */
function webhookBody(notice: Notice): string {
  const { id, kind, tenantId, facilityId, facts, occurredAt } = notice;
  return JSON.stringify({
    type: kind,
    timestamp: occurredAt.toISOString(),
    data: { noticeId: id, tenantId, facilityId, ...facts },
  });
}
