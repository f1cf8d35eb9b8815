import { registerEnumType } from 'type-graphql';

/** Where an observation stands in the life of its publication. Output only, so that departments can move apart in time. */
export enum ObservationState {
  DRAFT = 'DRAFT',
  SUBMITTED = 'SUBMITTED',
  APPROVED = 'APPROVED',
  ACCEPTED = 'ACCEPTED',
  RETURNED = 'RETURNED',
  WITHDRAWN = 'WITHDRAWN',
  LOCKED = 'LOCKED',
}

registerEnumType(ObservationState, {
  name: 'ObservationState',
  description: '指标值所处的状态',
  valuesConfig: {
    DRAFT: { description: '草稿：填报单位尚未提交' },
    SUBMITTED: { description: '待审签：已提交，等待本单位审签' },
    APPROVED: { description: '已审签：等待牵头单位核收' },
    ACCEPTED: { description: '已核收：可用于正式评价' },
    RETURNED: { description: '退回补正：等待填报单位改正' },
    WITHDRAWN: { description: '已撤回：经同意撤回，不再用于评价' },
    LOCKED: { description: '已锁定：所属年度评价已锁定归档' },
  },
});
