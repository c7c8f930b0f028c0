import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processorWebhookPath as webhookPath } from '@voltpark/contracts';
import { newKey, runMoney, type Result, type RunningMoney } from '../support/money.js';

const key = Buffer.alloc(32, 7);
let money: RunningMoney;
let server: Server;
let url: string;

beforeAll(async () => {
  money = await runMoney({
    BILLING_PROCESSOR_WEBHOOK_SECRET: `whsec_${key.toString('base64')}`,
  });
  const route = money.running.routes[webhookPath];
  server = createServer((request, response) => void route?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${webhookPath}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await money.stop();
});

interface Sending {
  readonly id?: string;
  readonly at?: Date;
  readonly signedWith?: Buffer;
  readonly tamper?: (body: string) => string;
  readonly headers?: Record<string, string>;
}

/** Sends a webhook as the specification says, written anew here. */
async function send(data: object, sending: Sending = {}): Promise<number> {
  const id = sending.id ?? `msg_${newKey()}`;
  const seconds = String(Math.floor((sending.at ?? money.clock.now()).getTime() / 1000));
  const body = JSON.stringify({ type: 'operation.finished', data });
  const signature = createHmac('sha256', sending.signedWith ?? key)
    .update(`${id}.${seconds}.${body}`)
    .digest('base64');
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'webhook-id': id,
      'webhook-timestamp': seconds,
      'webhook-signature': `v1,${signature}`,
      ...sending.headers,
    },
    body: sending.tamper?.(body) ?? body,
  });
  return response.status;
}

const idOf = ({ payment }: Result) => (payment as { id: string }).id;

/** A payment of which nobody knows whether it was authorised. */
async function unknown(): Promise<{ paymentId: string; invoiceId: string }> {
  const invoiceId = await money.issue();
  const paymentId = idOf(await money.pay(invoiceId, { token: 'tok_timeout_silent' }));
  return { paymentId, invoiceId };
}

const approved = (paymentId: string, more: object = {}) => ({
  kind: 'AUTHORISE',
  paymentId,
  refundId: null,
  outcome: 'APPROVED',
  amountMinor: 1000,
  ...more,
});

describe('a webhook of the processor', () => {
  it('that is genuine tells what became of a payment, which then goes on by itself', async () => {
    const { paymentId } = await unknown();
    expect(await send(approved(paymentId))).toBe(204);
    await money.until(async () =>
      expect(await money.payment(paymentId)).toMatchObject({ status: 'CAPTURED' }),
    );
  });

  it('has its effect once, however often it comes, and whatever id it has', async () => {
    const { paymentId, invoiceId } = await unknown();
    const id = `msg_${newKey()}`;
    const statuses = await Promise.all(
      [id, id, id, `${id}-b`].map((one) => send(approved(paymentId), { id: one })),
    );
    expect(statuses).toEqual([204, 204, 204, 204]);
    await money.until(async () =>
      expect(await money.payment(paymentId)).toMatchObject({ status: 'CAPTURED' }),
    );
    expect(await send(approved(paymentId), { id })).toBe(204);
    expect(await money.types(invoiceId)).toEqual([
      'billing.payment.received.v1',
      'billing.invoice.paid.v1',
    ]);
  });

  it.each([
    ['signed with another secret', { signedWith: Buffer.alloc(32, 8) }],
    ['changed on the way', { tamper: (body: string) => body.replace('1000', '9000') }],
    ['without a signature', { headers: { 'webhook-signature': '' } }],
    ['with an old kind of signature', { headers: { 'webhook-signature': 'v0,abc' } }],
    ['without a time', { headers: { 'webhook-timestamp': 'now' } }],
    ['that is ten minutes old', { at: new Date('2026-05-01T07:00:00Z') }],
    ['from the future', { at: new Date('2027-05-01T07:00:00Z') }],
  ])('%s is refused and has no effect', async (_what, sending: Sending) => {
    const { paymentId } = await unknown();
    expect(await send(approved(paymentId), sending)).toBe(401);
    const row = await money.payment(paymentId);
    expect(row.status).toBe('UNKNOWN');
  });

  it('is taken with one of several signatures, as when a secret is changed', async () => {
    const { paymentId } = await unknown();
    const id = 'msg_two';
    const seconds = String(Math.floor(money.clock.now().getTime() / 1000));
    const body = JSON.stringify({ type: 'operation.finished', data: approved(paymentId) });
    const good = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': seconds,
      'webhook-signature': `v1,AAAA v1a,BBBB v1,${good}`,
    };
    expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(204);
  });

  it('of a form that is not known, or of a payment that is not ours, is said to be so', async () => {
    expect(await send({ kind: 'AUTHORISE' })).toBe(400);
    expect(await send(approved('nobody'))).toBe(404);
    expect((await fetch(url)).status).toBe(405);
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(70_000) })).status).toBe(413);
  });

  it('that comes before the direct answer and after it changes nothing', async () => {
    const invoiceId = await money.issue();
    const paymentId = idOf(await money.pay(invoiceId));
    const before = await money.payment(paymentId);
    for (const kind of ['CAPTURE', 'AUTHORISE', 'CAPTURE']) {
      expect(await send(approved(paymentId, { kind }))).toBe(204);
    }
    expect(await money.payment(paymentId)).toEqual(before);
  });

  it('that says that money was taken is believed, whatever was thought before', async () => {
    const { paymentId, invoiceId } = await unknown();
    expect(await send(approved(paymentId, { kind: 'CAPTURE' }))).toBe(204);
    expect(await money.payment(paymentId)).toMatchObject({ status: 'CAPTURED' });
    expect(await money.receivable(invoiceId)).toMatchObject({ status: 'PAID' });
  });
});

describe('the simulated processor', () => {
  it('sends its webhooks over HTTP where it is told to', async () => {
    // By id: one whose delivery took too long comes again.
    const received = new Map<unknown, unknown>();
    const listener = createServer((request, response) => {
      const { headers } = request;
      received.set(headers['webhook-id'], headers['webhook-signature']);
      request.resume().on('end', () => response.writeHead(204).end());
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const port = (listener.address() as AddressInfo).port;
    const other = await runMoney({
      BILLING_PROCESSOR_WEBHOOK_SECRET: `whsec_${key.toString('base64')}`,
      BILLING_PROCESSOR_WEBHOOK_URL: `http://127.0.0.1:${port}/elsewhere`,
    });
    try {
      await other.pay(await other.issue());
      await other.until(async () => {
        expect(received.size).toBe(2);
        expect(await other.sql('SELECT id FROM simulated_webhook')).toEqual([]);
      });
      for (const signature of received.values()) expect(signature).toMatch(/^v1,/);
    } finally {
      await other.stop();
      await new Promise((resolve) => listener.close(resolve));
    }
  });
});
