import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { signIn } from '../../src/import-facilities/voltpark.js';

let server: Server | undefined;
afterEach(() => server?.close());

interface Asked {
  readonly query: string;
  readonly authorization: string | undefined;
  readonly apiKey: string | string[] | undefined;
}

/** A gateway that answers one after the other as told; `status` alone is an answer without a body. */
async function gateway(...answers: readonly object[]): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { authorization, 'x-api-key': apiKey } = request.headers;
      const { query } = JSON.parse(body) as { query: string };
      const answer = answers[asked.length] ?? {};
      asked.push({ query, authorization, apiKey });
      response.statusCode = 'status' in answer ? Number(answer.status) : 200;
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const signedIn = (accessToken: string) => ({ data: { signIn: { tokens: { accessToken } } } });
const refused = (code: string) => ({ errors: [{ message: code, extensions: { code } }] });
const person = { email: 'operator@voltpark.example', password: 'demo-garage-7301' };

describe('a command at the gateway', () => {
  it('signs in and asks with its token', async () => {
    const { url, asked } = await gateway(signedIn('one'), { data: { ok: true } });
    const voltpark = await signIn(url, person);
    expect(await voltpark.run('{ ok }', {})).toEqual({ ok: true });
    expect(asked[1]).toMatchObject({ query: '{ ok }', authorization: 'Bearer one' });
  });

  it('signs in again when its token has expired', async () => {
    const { url, asked } = await gateway(
      signedIn('one'),
      refused('UNAUTHENTICATED'),
      signedIn('two'),
      { data: { ok: true } },
    );
    const voltpark = await signIn(url, person);
    expect(await voltpark.run('{ ok }', {})).toEqual({ ok: true });
    expect(asked[3]).toMatchObject({ authorization: 'Bearer two' });
  });

  it('asks with a key, and does not ask for another one', async () => {
    const { url, asked } = await gateway(refused('UNAUTHENTICATED'));
    const voltpark = await signIn(url, { apiKey: 'vp_key' });
    await expect(voltpark.run('{ ok }', {})).rejects.toMatchObject({ concernsEveryRequest: true });
    expect(asked).toMatchObject([{ apiKey: 'vp_key', authorization: undefined }]);
  });

  it('asks again when the gateway is overloaded', async () => {
    const { url, asked } = await gateway({ status: 503 }, { status: 429 }, { data: { ok: true } });
    const voltpark = await signIn(url, { apiKey: 'vp_key' });
    expect(await voltpark.run('{ ok }', {})).toEqual({ ok: true });
    expect(asked).toHaveLength(3);
  });

  it('says what was wrong with the password', async () => {
    const { url } = await gateway({
      data: { signIn: { message: 'Address or password is wrong.' } },
    });
    await expect(signIn(url, person)).rejects.toThrow('Address or password is wrong.');
  });

  it('goes on behind an error that concerns one request only', async () => {
    const { url } = await gateway(refused('BAD_USER_INPUT'));
    const voltpark = await signIn(url, { apiKey: 'vp_key' });
    await expect(voltpark.run('{ ok }', {})).rejects.toMatchObject({ concernsEveryRequest: false });
  });
});
