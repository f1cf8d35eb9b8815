import type { Issue } from '../../primitives/issue.ts';

/** Findings about an upload as a whole. */
export const uploadErrors = {
  badParameter: (message: string): Issue => ({
    code: 'BAD_PARAMETER',
    severity: 'ERROR',
    path: ['parameters'],
    row: null,
    rule: 'upload.parameters',
    message,
    messageEn: 'a parameter of the upload is wrong',
    remedy: '按接口说明改正地址中的参数',
  }),
} as const;
