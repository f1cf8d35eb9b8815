/** Addresses under which cloud machines hand out their own credentials. */
const LINK_LOCAL = /^(169\.254\.|\[fe80:|\[::ffff:a9fe:|metadata\.)/i;

/** Why an address cannot be that of a subgraph; null when it can. */
export function whyNoSubgraphAddress(text: string): string | null {
  if (!URL.canParse(text)) return 'is not an address';
  const { protocol, hostname, username, password } = new URL(text);
  if (protocol !== 'http:' && protocol !== 'https:') return 'must be http or https';
  if (username !== '' || password !== '') return 'must carry no name or password';
  return LINK_LOCAL.test(hostname) ? 'must not be a link-local address' : null;
}

/** The addresses calls may go to: those of the configuration, whatever a supergraph says. */
export function createAddressCheck(urls: Readonly<Record<string, string>>): (url: string) => boolean {
  for (const [subgraph, url] of Object.entries(urls)) {
    const reason = whyNoSubgraphAddress(url);
    if (reason !== null) throw new Error(`the address of ${subgraph} ${reason}`);
  }
  const known = new Set(Object.values(urls).map((url) => new URL(url).href));
  return (url) => URL.canParse(url) && known.has(new URL(url).href);
}
