import { registerEnumType } from 'type-graphql';

/** Output only, so that departments can move apart in time. */
export enum PublicationKindEnum {
  REPORT = 'REPORT',
  AMENDMENT = 'AMENDMENT',
  WITHDRAWAL = 'WITHDRAWAL',
}

registerEnumType(PublicationKindEnum, {
  name: 'PublicationKind',
  description: '报送批次的种类',
  valuesConfig: {
    REPORT: { description: '报送：报出指标值' },
    AMENDMENT: { description: '更正申请：改正已核收或已锁定的值，由牵头单位决定' },
    WITHDRAWAL: { description: '撤回申请：撤回已核收或已锁定的值，由牵头单位决定' },
  },
});

export enum SigningCapacity {
  FILLER = 'FILLER',
  REVIEWER = 'REVIEWER',
  HEAD = 'HEAD',
  OFFICE = 'OFFICE',
  NAMED_BODY = 'NAMED_BODY',
  POLICY = 'POLICY',
}

registerEnumType(SigningCapacity, {
  name: 'SigningCapacity',
  description: '以何身份经办报送批次的一步',
  valuesConfig: {
    FILLER: { description: '填报人' },
    REVIEWER: { description: '审核人' },
    HEAD: { description: '单位负责人' },
    OFFICE: { description: '协调小组办公室' },
    NAMED_BODY: { description: '指定的核收单位：核收办公室所在单位自己的数据' },
    POLICY: { description: '已商定的自动通道' },
  },
});

/** Input only. */
export enum ReturnReason {
  VALUE_DOUBTFUL = 'VALUE_DOUBTFUL',
  SCOPE_MISMATCH = 'SCOPE_MISMATCH',
  EVIDENCE_MISSING = 'EVIDENCE_MISSING',
  INCOMPLETE = 'INCOMPLETE',
  NOT_AGREED = 'NOT_AGREED',
  OTHER = 'OTHER',
}

registerEnumType(ReturnReason, {
  name: 'ReturnReason',
  description: '退回补正的理由',
  valuesConfig: {
    VALUE_DOUBTFUL: { description: '数值存疑' },
    SCOPE_MISMATCH: { description: '口径不符' },
    EVIDENCE_MISSING: { description: '缺少佐证材料' },
    INCOMPLETE: { description: '内容不全' },
    NOT_AGREED: { description: '不同意更正或撤回' },
    OTHER: { description: '其他，见说明' },
  },
});

/** Input only. */
export enum ApprovalPolicyChoice {
  AUTOMATIC = 'AUTOMATIC',
  FOUR_EYES = 'FOUR_EYES',
}

registerEnumType(ApprovalPolicyChoice, {
  name: 'ApprovalPolicy',
  description: '报送批次的审签方式',
  valuesConfig: {
    AUTOMATIC: { description: '自动通道：机器报送，经牵头单位商定，不经人工审签即核收' },
    FOUR_EYES: { description: '多人审签：填报人、审核人（和单位负责人）须为不同的人，由牵头单位核收' },
  },
});

/** Input only; what is stored shows as a text. */
export enum FigureStageEnum {
  PRELIMINARY = 'PRELIMINARY',
  FINAL = 'FINAL',
}

registerEnumType(FigureStageEnum, {
  name: 'FigureStage',
  description: '统计数据的阶段',
  valuesConfig: {
    PRELIMINARY: { description: '初步数' },
    FINAL: { description: '最终数' },
  },
});
