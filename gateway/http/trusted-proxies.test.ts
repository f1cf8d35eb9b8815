import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressBehind, noProxies, parseTrustedProxies, type ProxyHeader, toAddress } from './trusted-proxies.ts';

const PROXY = '10.0.0.7';

function trust(header: ProxyHeader, list = `${PROXY}, 10.1.0.0/16, 2001:db8:1::/48`) {
  return { header, has: parseTrustedProxies(list).has };
}

describe('the address behind proxies, by x-forwarded-for', () => {
  const behind = (header: string | undefined, connection = PROXY) =>
    addressBehind(connection, trust('x-forwarded-for'), header);

  it('is the connection’s own when no proxy of ours is at its other end, whatever it says', () => {
    expect(behind('203.0.113.9', '198.51.100.4')).toBe('198.51.100.4');
    expect(addressBehind(PROXY, noProxies, '203.0.113.9')).toBe(PROXY);
  });

  it('is the last that the proxy added, not what the client had written before', () => {
    expect(behind('198.51.100.4')).toBe('198.51.100.4');
    expect(behind('127.0.0.1, 10.0.0.7, 198.51.100.4')).toBe('198.51.100.4');
  });

  it('goes back over further proxies of ours to the first stranger', () => {
    expect(behind('6.6.6.6, 198.51.100.4, 10.1.2.3')).toBe('198.51.100.4');
    expect(behind('198.51.100.4, 2001:db8:1::5, 10.1.2.3')).toBe('198.51.100.4');
  });

  it('is the last known proxy when the chain breaks off there', () => {
    for (const header of [undefined, '', 'unknown', '198.51.100.4, _hidden', '198.51.100.4,', 'x'.repeat(5_000)])
      expect(behind(header)).toBe(PROXY);
    expect(behind('198.51.100.4, nobody, 10.1.2.3')).toBe('10.1.2.3');
  });

  it('is without port, brackets and the IPv6 form of IPv4', () => {
    expect(behind('198.51.100.4:55012')).toBe('198.51.100.4');
    expect(behind('[2001:DB8::17]:4711')).toBe('2001:db8::17');
    expect(behind('::ffff:198.51.100.4')).toBe('198.51.100.4');
  });

  it('cannot be chosen by the client, whatever it writes', () => {
    fc.assert(
      fc.property(fc.string(), (written) => {
        expect(behind(`${written}, 198.51.100.4`)).toBe('198.51.100.4');
      }),
    );
  });
});

describe('the address behind proxies, by forwarded', () => {
  const behind = (header: string) => addressBehind(PROXY, trust('forwarded'), header);

  it('is what the last element says', () => {
    expect(behind('for=6.6.6.6, for=198.51.100.4;proto=https;by=10.0.0.7')).toBe('198.51.100.4');
    expect(behind('For="[2001:db8:cafe::17]:4711"')).toBe('2001:db8:cafe::17');
    expect(behind('proto=https;for="198.51.100.4:80", for=10.1.2.3')).toBe('198.51.100.4');
  });

  it('is the proxy’s own when an element names nobody or the header is not well-formed', () => {
    for (const header of ['proto=https', 'for=unknown', 'for=_secret', 'for="6.6.6.6', 'for=', '6.6.6.6'])
      expect(behind(header)).toBe(PROXY);
  });

  it('cannot be chosen by the client, not with quotes left open either', () => {
    const hostile = fc.oneof(fc.string(), fc.constantFrom('for="', 'for=6.6.6.6;x="', 'x="\\', ',', ';', '"'));
    for (const own of ['for=198.51.100.4', 'for="[2001:db8::1]:80"'])
      fc.assert(
        fc.property(hostile, (written) => {
          expect(['198.51.100.4', '2001:db8::1', PROXY]).toContain(behind(`${written}, ${own}`));
        }),
      );
  });
});

describe('the list of proxies', () => {
  it('takes addresses and networks of both families', () => {
    const { has } = parseTrustedProxies('192.0.2.1, 10.1.0.0/16,2001:db8::/32,');
    expect(['192.0.2.1', '10.1.255.1', '2001:db8:9::1'].every(has)).toBe(true);
    expect(['192.0.2.2', '10.2.0.1', '2001:db9::1', 'unknown', ''].some(has)).toBe(false);
    expect(parseTrustedProxies('').has('127.0.0.1')).toBe(false);
  });

  it('refuses what is neither, and everybody', () => {
    for (const text of ['proxy.local', '10.0.0.1/33', '10.0.0.1/8/8', '10.0.0.0/x', '0.0.0.0/0', '::/0'])
      expect(() => parseTrustedProxies(text)).toThrow();
  });
});

it('knows no address in what is none', () => {
  expect(toAddress('::FFFF:10.0.0.1')).toBe('10.0.0.1');
  for (const text of ['', ' ', '1.2.3', '[::1', 'a.b.c.d:80', '10.0.0.1 10.0.0.2']) expect(toAddress(text)).toBeNull();
});
