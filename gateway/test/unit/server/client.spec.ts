import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../src/server/client.js';

const request = (forwarded?: string) => ({
  socket: { remoteAddress: '10.0.0.1' },
  headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
});

describe('the address of a client', () => {
  it('is that of its connection, whatever it claims', () => {
    expect(addressOf(request('1.2.3.4'), 0)).toBe('10.0.0.1');
  });

  it('is what the trusted proxies say, not what came before them', () => {
    expect(addressOf(request('6.6.6.6, 1.2.3.4'), 1)).toBe('1.2.3.4');
    expect(addressOf(request('6.6.6.6, 1.2.3.4, 10.0.0.9'), 2)).toBe('1.2.3.4');
    expect(addressOf(request(), 1)).toBe('10.0.0.1');
  });
});
