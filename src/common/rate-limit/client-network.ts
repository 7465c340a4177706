import { isIPv6 } from 'node:net';
import type { Request } from 'express';

/** Groups of an IPv6 address that a provider gives to one customer (a /64). */
const CUSTOMER_GROUPS = 4;

/** The network that a request comes from: the IPv4 address, or the /64 of an IPv6 address, of which a client owns every address. */
export function clientNetwork(request: Request): string {
  const address = (request.ip ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
  return isIPv6(address) ? expand(address).slice(0, CUSTOMER_GROUPS).join(':') : address;
}

function expand(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('::', 2);
  const left = groups(head);
  const right = groups(tail ?? '');
  const missing = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array.from({ length: missing }, () => '0'), ...right];
}

function groups(part: string): string[] {
  return part === '' ? [] : part.split(':').map((group) => group.replace(/^0+(?=.)/, ''));
}
