import { describe, expect, it } from 'vitest';
import { passwordFaults } from './password.rules.ts';
import { scryptHasher } from './password-hash.ts';
import { randomPassword } from './random-password.ts';

describe('a password', () => {
  it.each(['Right-Password-1', 'Aa1!aaaa', '口令Aa1!abc', 'Ärger1!x'])('may be %s', (password) => {
    expect(passwordFaults(password, 'zhang')).toEqual([]);
  });

  it.each([
    ['Aa1!aaa', '至少 8 个字符'],
    ['aaaaaa1!', '大写字母'],
    ['AAAAAA1!', '小写字母'],
    ['Aaaaaaa!', '数字'],
    ['Aaaaaaa1', '符号'],
    ['Aaaaaaa1 ', '符号'],
    ['Zhang-2026!', '用户名'],
    [`Aa1!${'a'.repeat(125)}`, '最多 128'],
  ])('may not be %s', (password, fault) => {
    expect(passwordFaults(password, 'zhang').join()).toContain(fault);
  });

  it('made by chance fits the rules and is never the same', () => {
    const made = Array.from({ length: 500 }, randomPassword);
    expect(made.flatMap((password) => passwordFaults(password, 'zhang'))).toEqual([]);
    expect(new Set(made).size).toBe(500);
  });
});

describe('the stored form of a password', () => {
  it('is salted scrypt of a cost that is told', async () => {
    const [left, right] = await Promise.all([
      scryptHasher.hash('Right-Password-1'),
      scryptHasher.hash('Right-Password-1'),
    ]);
    expect(left).toMatch(/^scrypt\$15\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(left).not.toBe(right);
    expect(await scryptHasher.verify('Right-Password-1', left)).toBe(true);
    expect(await scryptHasher.verify('Right-Password-2', left)).toBe(false);
    expect(await scryptHasher.verify('', left)).toBe(false);
  });

  it('does not depend on how a keyboard puts letters together', async () => {
    const stored = await scryptHasher.hash('Ärger-1234');
    expect(await scryptHasher.verify('A\u0308rger-1234', stored)).toBe(true);
  });

  it('that cannot be read lets nobody in', async () => {
    await expect(scryptHasher.verify('', 'plain')).rejects.toThrow('cannot be read');
  });
});
