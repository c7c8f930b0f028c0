import { BlockList, isIP } from 'node:net';
import { limits } from '../domain/limits.js';

/** What is wrong with an endpoint's address; null when nothing is that can be seen without asking the DNS. */
export function webhookUrlFault(text: string): string | null {
  if (text.length > limits.urlCharacters)
    return `It has more than ${limits.urlCharacters} characters.`;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'It is not an address.';
  }
  if (url.protocol !== 'https:') return 'It has to begin with https://.';
  if (url.username !== '' || url.password !== '') return 'It may not hold a name or password.';
  if (url.port !== '' && url.port !== '443' && Number(url.port) < 1024) {
    return 'Its port has to be 443, or 1024 and above.';
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return isPublicAddress(host) ? null : 'Its host is not a public one.';
  if (!host.includes('.') || /\.(localhost|local|internal|home\.arpa)\.?$/i.test(host)) {
    return 'Its host is not a public one.';
  }
  return null;
}

/** Everything that is not the open internet: IANA's special-purpose registries for IPv4 and IPv6. */
const closedV4: readonly (readonly [string, number])[] = [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
  ] as const),
  ...([
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
  ] as const),
  ...([
    ['192.31.196.0', 24],
    ['192.52.193.0', 24],
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
  ] as const),
  ...([
    ['192.175.48.0', 24],
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
  ] as const),
  ...([
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
];
/** Of IPv6 only 2000::/3 is open, and of that not these, which hold others or an IPv4 address. */
const closedV6: readonly (readonly [string, number])[] = [
  ...([
    ['2001::', 23],
    ['2001:db8::', 32],
    ['2002::', 16],
    ['3fff::', 20],
  ] as const),
];

const closed = new BlockList();
for (const [network, prefix] of closedV4) closed.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of closedV6) closed.addSubnet(network, prefix, 'ipv6');
const open = new BlockList();
open.addSubnet('2000::', 3, 'ipv6');

/** True for an address of the open internet: not private, loopback, link-local, multicast or otherwise special. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed.check(address, 'ipv4');
  if (family !== 6) return false;
  return open.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}
