import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROLES } from '../../../shared/identity/role.ts';
import { ok } from '../../../shared/primitives/result.ts';
import type { TokenRequest } from './token.rules.ts';
import { TokenService } from './token.service.ts';
import { hashToken, isTokenText, type NewToken, newTokenText } from './token.ts';

const request: TokenRequest = {
  subject: 'system:hrss',
  memberUnit: 'hrss',
  roles: ['unit-editor'],
  purpose: '填报',
  days: 30,
};

function bench() {
  const stored: NewToken[] = [];
  let lookUps = 0;
  const service = new TokenService({
    store: {
      add: async ({ tokens }) => {
        stored.push(...tokens);
        return ok(null);
      },
      find: async () => null,
      revoke: async () => false,
      page: async () => {
        throw new Error('no pages here');
      },
      findViewer: async (hash) => {
        lookUps += 1;
        const found = stored.find((row) => row.hash.equals(hash))?.grant;
        return found
          ? { subject: found.subject, memberUnit: found.memberUnit, roles: found.roles, purpose: found.purpose }
          : null;
      },
    },
    audit: { append: async () => undefined },
    memberUnits: new Set(['hrss', 'union']),
    clock: { now: () => new Date('2026-11-01T00:00:00Z') },
  });
  return { service, stored, lookUps: () => lookUps };
}

describe('issuing tokens', () => {
  it('gives the texts out and stores their hashes only', async () => {
    const { service, stored } = bench();
    const issued = await service.issue([request, { ...request, subject: 'system:b' }], 'bootstrap');
    const texts = issued.ok ? issued.value : [];
    expect(new Set(texts).size).toBe(2);
    expect(texts.every(isTokenText)).toBe(true);
    expect(stored.map(({ hash }) => hash)).toEqual(texts.map(hashToken));
    expect(JSON.stringify(stored)).not.toContain(texts[0]);
    expect(stored[0]?.grant.expiresAt).toEqual(new Date('2026-12-01T00:00:00Z'));
  });

  it.each([
    ['TOKEN_TEXT_MISSING', { subject: ' ' }],
    ['TOKEN_TEXT_MISSING', { purpose: '' }],
    ['TOKEN_ROLE_MISSING', { roles: [] }],
    ['TOKEN_ROLE_UNKNOWN', { roles: ['root'] }],
    ['TOKEN_ADMINISTRATORS_EXCLUDE', { roles: ['auditor', 'system-administrator'] }],
    ['TOKEN_UNIT_UNKNOWN', { memberUnit: 'nobody' }],
    ['TOKEN_UNIT_MISSING', { memberUnit: null }],
    ['TOKEN_LIFE_OUT_OF_RANGE', { days: 0 }],
    ['TOKEN_LIFE_OUT_OF_RANGE', { days: 1.5 }],
  ])('refuses with %s, names the row and stores nothing', async (code, change) => {
    const { service, stored } = bench();
    const issued = await service.issue([request, { ...request, ...change }], 'bootstrap');
    expect(issued).toMatchObject({ ok: false, error: [{ code, row: 2 }] });
    expect(stored).toEqual([]);
  });

  it('admits any roles that hold at most one administrator, and no others', async () => {
    const administrators = new Set(['system-administrator', 'security-administrator', 'auditor']);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...ROLES), { minLength: 1 }), async (roles) => {
        const issued = await bench().service.issue([{ ...request, roles }], 'bootstrap');
        expect(issued.ok).toBe(roles.filter((role) => administrators.has(role)).length <= 1);
      }),
    );
  });
});

describe('asking who holds a token', () => {
  it('answers with the viewer', async () => {
    const { service } = bench();
    const issued = await service.issue([request], 'bootstrap');
    expect(await service.introspect(issued.ok ? issued.value[0]! : '')).toEqual({
      subject: 'system:hrss',
      memberUnit: 'hrss',
      roles: ['unit-editor'],
      purpose: '填报',
    });
  });

  it('answers null for another token, and does not even look for what cannot be one', async () => {
    const { service, lookUps } = bench();
    expect(await service.introspect(newTokenText())).toBeNull();
    expect(lookUps()).toBe(1);
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect(await service.introspect(text)).toBeNull();
      }),
    );
    expect(lookUps()).toBe(1);
  });
});
