import { describe, expect, it } from 'vitest';
import { isPublicAddress, webhookUrlFault } from '../../src/channels/open-internet.js';

describe('where webhooks may go', () => {
  it.each(['8.8.8.8', '1.1.1.1', '141.30.1.1', '2606:4700:4700::1111', '2a00:1450:4001::1'])(
    'to %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    ...['127.0.0.1', '127.8.8.8', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255'],
    ...['192.168.1.1', '169.254.169.254', '100.64.0.1', '198.18.0.1', '224.0.0.1'],
    ...['255.255.255.255', '192.0.2.1', '203.0.113.9', '198.51.100.7', '192.0.0.8'],
    ...['::1', '::', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '2001:db8::1', '64:ff9b::a00:1'],
    ...[
      '::ffff:127.0.0.1',
      '::ffff:10.0.0.1',
      '::127.0.0.1',
      '2002:7f00:1::',
      '2001::1',
      'fe80::1%eth0',
    ],
    ...['no address', ''],
  ])('never to %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    ...['http://example.org/', 'ftp://example.org/', 'https://', 'nonsense', 'https://localhost/'],
    ...['https://127.0.0.1/', 'https://[::1]/', 'https://2130706433/', 'https://0x7f.1/'],
    ...['https://user:secret@example.org/', 'https://example.org:22/', 'https://db.internal/'],
    ...['https://printer.local/', 'https://intranet/', `https://example.org/${'x'.repeat(600)}`],
  ])('are refused: %s', (url) => {
    expect(webhookUrlFault(url)).not.toBeNull();
  });

  it.each(['https://example.org/hook', 'https://example.org:8443/hook?x=1', 'https://8.8.8.8/'])(
    'are accepted: %s',
    (url) => {
      expect(webhookUrlFault(url)).toBeNull();
    },
  );
});
