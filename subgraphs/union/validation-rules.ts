import type { CellRule } from '../../shared/department/validation/cell-rule.ts';
import { needsRule, notAboveRule } from '../../shared/department/validation/cell/pair.rules.ts';
import { groupWithinWholeRule } from '../../shared/department/validation/cell/whole.rules.ts';
import type { RowRule } from '../../shared/department/validation/row-rule.ts';

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

/** What figures of the union and of the units it hosts must be to each other. */
export const cellRules: readonly CellRule[] = [
  groupWithinWholeRule({
    id: 'union.group-within-all',
    titleZh: '新业态、农民工、灵活就业人员各不多于全体',
    measures: ['union-members', 'employees'],
    dimension: 'member-group',
    whole: 'all',
  }),
  needsRule({
    id: 'union.people-need-events',
    strength: 'WARNING',
    titleZh: '有参加人数即应有场次',
    pairs: [
      ['reform-conference-attendees', 'reform-conferences'],
      ['reform-training-trainees', 'reform-training-classes'],
      ['themed-education-participants', 'themed-education-events'],
      ['spirit-base-participants', 'spirit-base-activities'],
      ['legal-education-participants', 'legal-education-events'],
    ],
  }),
  notAboveRule({
    id: 'union.migrants-within-all',
    strength: 'ERROR',
    titleZh: '受援农民工人次不大于受援职工人次',
    pairs: [['legal-aid-migrant-recipients', 'legal-aid-recipients']],
  }),
  notAboveRule({
    id: 'union.subsidy-used',
    strength: 'WARNING',
    titleZh: '创新补助资金使用一般不多于投入',
    pairs: [['innovation-subsidy-used', 'innovation-subsidy-invested']],
  }),
];
