import { describe, expect, it } from 'vitest';
import { mayAct, mayReach, scopesOf } from './permission.ts';
import { ROLES } from './role.ts';
import type { Viewer } from './viewer.ts';

function aViewer(memberUnit: string | null, ...roles: Viewer['roles']): Viewer {
  return { subject: 's', memberUnit, roles, purpose: '' };
}

describe('the permission table', () => {
  it('refuses everything to a viewer without roles', () => {
    expect(scopesOf([]).size).toBe(0);
    expect(mayAct(aViewer('hrss'), 'directory:read')).toBe(false);
  });

  it('shows a unit its own figures and nothing of others’ that is not public', () => {
    const editor = aViewer('hrss', 'unit-editor');
    expect(mayReach(editor, 'observation:read', { memberUnit: 'hrss', dataClass: 'internal' })).toBe(true);
    expect(mayReach(editor, 'observation:read', { memberUnit: 'union', dataClass: 'internal' })).toBe(false);
    expect(mayReach(editor, 'evaluation:read', { memberUnit: 'hrss', dataClass: 'before-circulation' })).toBe(true);
    expect(mayReach(editor, 'evaluation:read', { memberUnit: null, dataClass: 'before-circulation' })).toBe(false);
    expect(mayReach(editor, 'observation:publish', { memberUnit: 'union', dataClass: 'internal' })).toBe(false);
  });

  it('keeps the auditor away from business data and everyone else away from audit', () => {
    expect([...scopesOf(['auditor'])].sort()).toEqual([
      'access-log:read',
      'audit:read',
      'directory:read',
      'person:read',
      'token:read',
    ]);
    for (const role of ROLES.filter((role) => role !== 'auditor'))
      expect(scopesOf([role]).has('audit:read')).toBe(false);
  });

  it('gives no administrator an action of another one that changes anything', () => {
    expect(scopesOf(['system-administrator']).has('token:manage')).toBe(false);
    expect(scopesOf(['security-administrator']).has('person:manage')).toBe(false);
    for (const role of ['system-administrator', 'security-administrator', 'auditor'] as const) {
      const writes = [...scopesOf([role])].filter((scope) => /:(manage|create|publish)$/.test(scope));
      expect(writes.length).toBeLessThanOrEqual(1);
      expect(
        [...scopesOf([role])].some((scope) => /^(observation|evaluation|assessment|publication|change):/.test(scope)),
      ).toBe(false);
    }
  });

  it('shows suggested categories to the lead office only', () => {
    const seeing = ROLES.filter((role) => scopesOf([role]).has('evaluation:office'));
    expect(seeing).toEqual(['lead-evaluator', 'lead-approver']);
  });
});
