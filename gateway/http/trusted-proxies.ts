import { BlockList, isIP } from 'node:net';

/** Which header the proxies in front of the gateway write; a proxy passes the other one on as the client sent it. */
export const PROXY_HEADERS = ['x-forwarded-for', 'forwarded'] as const;
export type ProxyHeader = (typeof PROXY_HEADERS)[number];

/** Who is believed when he says where a request came from. */
export interface TrustedProxies {
  readonly header: ProxyHeader;
  has(address: string): boolean;
}

/** Without proxies every connection is the client's own. */
export const noProxies: TrustedProxies = { header: 'x-forwarded-for', has: () => false };

/** Proxies from addresses and networks (`10.0.0.0/8`), separated by commas. Throws at the first that is neither. */
export function parseTrustedProxies(text: string): Pick<TrustedProxies, 'has'> {
  const list = new BlockList();
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (entry === '') continue;
    const [address = '', prefix, rest] = entry.split('/');
    const family = familyOf(address);
    const length = prefix === undefined ? null : Number(prefix);
    const most = family === 'ipv6' ? 128 : 32;
    const isNetwork = length === null || (/^\d+$/.test(prefix ?? '') && length <= most);
    if (family === null || rest !== undefined || !isNetwork) throw new Error(`"${entry}" is no address and no network`);
    if (length === null) list.addAddress(address, family);
    // Everybody is nobody in particular: then each client writes its own address.
    else if (length === 0) throw new Error(`"${entry}" would believe everybody`);
    else list.addSubnet(address, length, family);
  }
  return {
    has(address) {
      const family = familyOf(address);
      return family !== null && list.check(address, family);
    },
  };
}

/**
 * Where a request came from: the nearest address that is no proxy of ours. The chain is walked from the connection
 * backwards, because each proxy adds at the end; what stands before the first stranger is only what he says.
 */
export function addressBehind(connection: string, proxies: TrustedProxies, header: string | undefined): string {
  if (header === undefined || !proxies.has(connection)) return connection;
  const chain = proxies.header === 'forwarded' ? forwardedFor(header) : header.split(',');
  let address = connection;
  for (const hop of chain.reverse()) {
    if (!proxies.has(address)) return address;
    const next = toAddress(hop);
    // A proxy of ours that does not know who called it: then it is the last that is known.
    if (next === null) return address;
    address = next;
  }
  return address;
}

/** One element of `Forwarded`: `for=192.0.2.1;proto=https`, values as tokens or in quotes. */
const ELEMENT = /\s*(?:[\w!#$%&'*+.^`|~-]+=(?:[\w!#$%&'*+.^`|~:[\]-]+|"(?:[^"\\]|\\.)*")\s*(?:;\s*|(?=,|$)))+(?:,|$)/y;

/** What `for` says in each element; nothing at all when the header is not well-formed, so that no quote can hide an element. */
function forwardedFor(header: string): string[] {
  const chain: string[] = [];
  ELEMENT.lastIndex = 0;
  while (ELEMENT.lastIndex < header.length) {
    const element = ELEMENT.exec(header)?.[0];
    if (element === undefined) return [];
    const said = /(?:^|;)\s*for=("?)(?<name>[^";,]*)\1/i.exec(element)?.groups?.['name'];
    chain.push(said ?? '');
  }
  return chain;
}

const MAPPED_IPV4 = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/** An address as it is compared and recorded: without port, brackets, or the IPv6 form of an IPv4 one; null for no address. */
export function toAddress(text: string): string | null {
  const [, bracketed, plain] = /^\s*(?:\[([^\]]*)\](?::\d+)?|([^[\]]*?))\s*$/.exec(text) ?? [];
  const address = bracketed ?? plain?.replace(/^([\d.]+):\d+$/, '$1') ?? '';
  const bare = address.replace(MAPPED_IPV4, '');
  return isIP(bare) === 0 ? null : bare.toLowerCase();
}

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(address);
  if (version === 0) return null;
  return version === 6 ? 'ipv6' : 'ipv4';
}
