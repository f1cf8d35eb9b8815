import { z } from 'zod';

/** What is asked of a version wherever one is shown. */
export const VERSION_FIELDS = 'code title documentNo subjectKind validFrom state revision hash years';

export const versionSchema = z.object({
  code: z.string(),
  title: z.string(),
  documentNo: z.string(),
  subjectKind: z.string(),
  validFrom: z.string(),
  state: z.enum(['DRAFT', 'PUBLISHED', 'USED']),
  revision: z.number(),
  hash: z.string(),
  years: z.array(z.number()),
});

export type VersionAnswer = z.infer<typeof versionSchema>;

export const ERROR_FIELDS = 'code message messageEn rule remedy path';

export const errorsSchema = z.array(
  z.object({
    code: z.string(),
    message: z.string(),
    messageEn: z.string(),
    rule: z.string(),
    remedy: z.string(),
    path: z.array(z.string()),
  }),
);

const STATES: Readonly<Record<VersionAnswer['state'], string>> = {
  DRAFT: '草案',
  PUBLISHED: '已启用',
  USED: '已使用（冻结）',
};

/** A version on one line. */
export function versionLine({ code, state, revision, years, hash }: VersionAnswer): string {
  return `${code}  ${STATES[state]}  第${revision}稿  用于 ${years.join('、')} 年度  ${hash.slice(0, 12)}`;
}
