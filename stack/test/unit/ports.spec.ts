import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { choosePort, PortTakenError, startAtPort } from '../../src/ports.js';

let holder: Server;
let taken: number;
let said: string[];
beforeEach(async () => {
  said = [];
  holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  taken = (holder.address() as AddressInfo).port;
});
afterEach(() => new Promise((resolve) => holder.close(resolve)));

const choose = (named: number | undefined, usual: number) =>
  choosePort({ what: 'GATEWAY_PORT', named, usual, say: (line) => said.push(line) });

describe('the port of a server', () => {
  it('is the usual one when that is free', async () => {
    await new Promise((resolve) => holder.close(resolve));
    expect(await choose(undefined, taken)).toBe(taken);
    expect(said).toEqual([]);
  });

  it('is a free one when the usual one is taken, and that is said', async () => {
    expect(await choose(undefined, taken)).not.toBe(taken);
    expect(said).toEqual([expect.stringContaining(`port ${taken} is taken`)]);
  });

  it('is never another than the one that was named', async () => {
    await expect(choose(taken, 4000)).rejects.toThrow(PortTakenError);
  });

  it('is any free one when 0 was named', async () => {
    expect(await choose(0, 4000)).toBeGreaterThan(0);
  });

  it('is another free one when somebody takes it first', async () => {
    const tried: number[] = [];
    const thieves: Server[] = [];
    const choice = { what: 'X', named: 0, usual: 4000, say: () => undefined };
    const port = await startAtPort(choice, async (given) => {
      tried.push(given);
      if (tried.length > 1) return given;
      const thief = createServer();
      thieves.push(thief);
      await new Promise<void>((resolve) => thief.listen(given, '127.0.0.1', resolve));
      throw new Error('address already in use');
    });
    expect(tried).toHaveLength(2);
    expect(port).toBe(tried[1]);
    for (const thief of thieves) thief.close();
  });

  it('is not tried again when the server has another reason to fail', async () => {
    let tries = 0;
    const choice = { what: 'X', named: 0, usual: 4000, say: () => undefined };
    const starting = startAtPort(choice, () => {
      tries += 1;
      return Promise.reject(new Error('no such binary'));
    });
    await expect(starting).rejects.toThrow('no such binary');
    expect(tries).toBe(1);
  });
});
