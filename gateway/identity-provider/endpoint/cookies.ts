/** Names of the cookies; with TLS the browser itself holds them to this host. */
const NAMES = { session: 'hub_session', login: 'hub_login' } as const;

export type CookieName = keyof typeof NAMES;

export class Cookies {
  constructor(private readonly issuer: () => string) {}

  read(cookies: ReadonlyMap<string, string>, cookie: CookieName): string | undefined {
    return cookies.get(this.name(cookie));
  }

  /** For this browser session only, unreadable for scripts, not sent with what other sites post. */
  write(cookie: CookieName, value: string): Record<string, string> {
    return { 'set-cookie': `${this.name(cookie)}=${value}; ${this.attributes()}` };
  }

  clear(cookie: CookieName): Record<string, string> {
    return { 'set-cookie': `${this.name(cookie)}=; Max-Age=0; ${this.attributes()}` };
  }

  private name(cookie: CookieName): string {
    return this.isSecure() ? `__Host-${NAMES[cookie]}` : NAMES[cookie];
  }

  private attributes(): string {
    return `Path=/; HttpOnly; SameSite=Lax${this.isSecure() ? '; Secure' : ''}`;
  }

  private isSecure(): boolean {
    return this.issuer().startsWith('https:');
  }
}

export function parseCookies(header: string | undefined): ReadonlyMap<string, string> {
  const pairs = (header ?? '').split(';').flatMap((part): [string, string][] => {
    const at = part.indexOf('=');
    return at < 1 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).trim()]];
  });
  return new Map(pairs);
}
