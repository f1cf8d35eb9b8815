import type { RowRule } from '../../shared/department/validation/row.rules.ts';

const INSTRUCTION_MEASURES = [
  'leader-written-instructions',
  'district-reform-office-instructions',
  'reform-office-instructions',
];

/** Of leaders' written instructions only the count is kept: no names, no wording. */
export const validationRules: readonly RowRule[] = [
  {
    id: 'instruction.count-only',
    strength: 'ERROR',
    isWaivable: false,
    titleZh: '批示只报件数',
    appliesTo: { measures: INSTRUCTION_MEASURES },
    check: ({ input }) => {
      if ((input.explanation ?? '') === '') return null;
      return {
        code: 'INSTRUCTION_WORDING_NOT_ALLOWED',
        severity: 'ERROR',
        field: 'explanation',
        message: '批示只报件数，不得录入批示人、批示内容等文字',
        messageEn: 'written instructions are reported as a count only, without any wording',
        remedy: '清空情况说明，只报件数',
      };
    },
  },
];
