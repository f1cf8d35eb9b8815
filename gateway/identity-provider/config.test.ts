import { describe, expect, it } from 'vitest';
import { providerConfigSchema } from './config.ts';

describe('configuration of the identity provider', () => {
  it('stands without a single variable', () => {
    expect(providerConfigSchema.parse({})).toMatchObject({
      SERVICE_HOST: '127.0.0.1',
      SERVICE_PORT: 0,
      DEMO: 'off',
      IDENTITY_AUDIENCE: 'hub',
      IDENTITY_CLIENTS: [{ id: 'hub-cli', redirectUris: ['http://127.0.0.1/callback'] }],
    });
  });

  it.each([
    ['production', { NODE_ENV: 'production' }],
    ['an issuer with a slash', { IDENTITY_ISSUER: 'https://login.example.org/' }],
    ['an issuer with a path', { IDENTITY_ISSUER: 'https://login.example.org/a' }],
    ['an issuer that is no address', { IDENTITY_ISSUER: 'login' }],
    ['clients that are not JSON', { IDENTITY_CLIENTS: 'console' }],
    ['a client without an address', { IDENTITY_CLIENTS: '[{"id":"console","redirectUris":[]}]' }],
    [
      'a client twice',
      { IDENTITY_CLIENTS: '[{"id":"a","redirectUris":["https://a/"]},{"id":"a","redirectUris":["https://b/"]}]' },
    ],
    [
      'a client with a script for an address',
      { IDENTITY_CLIENTS: '[{"id":"a","redirectUris":["javascript:alert(1)"]}]' },
    ],
  ])('refuses %s', (_what, environment) => {
    expect(providerConfigSchema.safeParse(environment).success).toBe(false);
  });
});
