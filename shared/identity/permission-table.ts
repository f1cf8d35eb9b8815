import { DATA_CLASSES, type DataClass } from './data-class.ts';
import type { Role } from './role.ts';

/** What can be done, in the words of scopes: the coarse check asks for the action, the row check for its reach. */
export const ACTIONS = {
  'directory:read': '查看成员单位、子图可用性和本人身份',
  'catalogue:read': '查看指标体系、评价对象',
  'observation:read': '查看指标值',
  'observation:publish': '报送指标值',
  'publication:read': '查看报送批次和回执',
  'publication:submit': '提交或撤销报送批次',
  'publication:approve': '审签本单位的报送批次',
  'publication:accept': '核收报送批次',
  'publication:return': '退回补正',
  'publication:amend': '申请更正或撤回已核收的指标值',
  'observation:lock': '锁定随自评报出的指标值',
  'archive:seal': '锁定归档一个年度评价',
  'archive:read': '查看归档的状态、根和签名，取得本人可见的值的存证',
  'archive:export': '下载归档的快照',
  'rule:waive': '豁免一个值的一条审核规则',
  'policy:decide': '决定成员单位的审签方式',
  'change:follow': '读取变更流和接收进度',
  'framework:import': '以工作簿导入指标体系草案',
  'framework:publish': '启用指标体系、决定沿用',
  'evaluation:read': '查看评价结果',
  'evaluation:office': '查看建议类别等仅供协调小组办公室的内容',
  'evaluation:simulate': '作假设测算',
  'round:read': '查看年度评价',
  'round:manage': '组织年度评价',
  'round:decide': '登记审定的评价类别、印发通报',
  'self-evaluation:draft': '起草自评',
  'self-evaluation:send': '报出自评',
  'hearing:respond': '反馈意见、申请复核',
  'assessment:read': '查看评价意见',
  'assessment:create': '记录评价意见',
  'assessment:review': '组织双人背对背评定、查看评定的一致性',
  'result-action:read': '查看结果运用的建议和办理情况',
  'result-action:confirm': '确认或不采纳结果运用的建议、验收整改',
  'result-action:raise': '按规则生成结果运用的建议、导出结果供年度综合评价使用',
  'rectification:report': '报告本单位整改情况',
  'policy-problem:raise': '登记重点难点问题和解决办法',
  'grant:read': '查看数据授权',
  'grant:manage': '授予和收回数据授权',
  'access-log:read': '查看本单位数据被谁查阅',
  'person:read': '查看人员和任职',
  'person:manage': '登记人员和任职',
  'token:read': '查看访问令牌',
  'token:manage': '签发和吊销访问令牌、授予角色',
  'audit:read': '查看审计记录',
  'schema:introspect': '查看图的结构',
} as const;

export type Action = keyof typeof ACTIONS;

/** Which classes an action reaches, of the viewer's own unit and of other units. */
export interface Reach {
  readonly own: readonly DataClass[];
  readonly other: readonly DataClass[];
}

const ALL: readonly DataClass[] = DATA_CLASSES;
const FIGURES: readonly DataClass[] = ['public', 'internal', 'before-circulation', 'statistics-before-release'];
const OPEN: readonly DataClass[] = ['public'];

const everywhere: Reach = { own: ALL, other: ALL };
const figuresEverywhere: Reach = { own: FIGURES, other: FIGURES };
const ownFigures: Reach = { own: FIGURES, other: OPEN };
const ownEverything: Reach = { own: ALL, other: OPEN };
const ownOnly: Reach = { own: ALL, other: [] };
const openOnly: Reach = { own: OPEN, other: OPEN };
/** What a unit hands in about itself (internal), and what the office hands in for the subject that is judged. */
const unitItself: Reach = { own: ['internal'], other: [] };
const subjectItself: Reach = { own: [], other: ['before-circulation'] };
const namedBody: Reach = { own: [], other: ['internal'] };

/**
 * The permission table: the only place that says who may do what. What is not written is refused.
 * It drives the scopes in the schema, the gateway's refusal before execution, the row checks of the services,
 * docs/guides/security.md and the generated matrix test.
 */
export const PERMISSIONS: Readonly<Record<Action, Readonly<Partial<Record<Role, Reach>>>>> = {
  'directory:read': {
    'unit-editor': openOnly,
    'unit-approver': openOnly,
    'lead-evaluator': openOnly,
    'lead-approver': openOnly,
    assessor: openOnly,
    integrator: openOnly,
    service: openOnly,
    'system-administrator': openOnly,
    'security-administrator': openOnly,
    auditor: openOnly,
  },
  'catalogue:read': {
    'unit-editor': openOnly,
    'unit-approver': openOnly,
    'lead-evaluator': openOnly,
    'lead-approver': openOnly,
    assessor: openOnly,
    integrator: openOnly,
    service: openOnly,
  },
  // Whose figure it is and the office see it however closely it is held; for all others there are grants.
  'observation:read': {
    'unit-editor': ownEverything,
    'unit-approver': ownEverything,
    'lead-evaluator': everywhere,
    'lead-approver': everywhere,
    assessor: openOnly,
    integrator: openOnly,
    service: everywhere,
  },
  'observation:publish': { 'unit-editor': ownOnly },
  'publication:read': {
    'unit-editor': ownOnly,
    'unit-approver': ownOnly,
    'lead-evaluator': figuresEverywhere,
    'lead-approver': figuresEverywhere,
    service: figuresEverywhere,
  },
  'publication:submit': { 'unit-editor': ownOnly },
  'publication:approve': { 'unit-approver': ownOnly },
  // A unit's approvers accept another unit's values only where that unit is named for it (acceptance.json).
  'publication:accept': {
    'lead-evaluator': figuresEverywhere,
    'lead-approver': figuresEverywhere,
    'unit-approver': namedBody,
  },
  'publication:return': {
    'lead-evaluator': figuresEverywhere,
    'lead-approver': figuresEverywhere,
    'unit-approver': { own: ALL, other: namedBody.other },
  },
  'publication:amend': { 'unit-editor': ownOnly },
  // The worker locks on behalf of the office: with a self-evaluation that is sent, and when a round is sealed.
  'observation:lock': {
    'lead-evaluator': figuresEverywhere,
    'lead-approver': figuresEverywhere,
    service: figuresEverywhere,
  },
  'archive:seal': { 'lead-approver': figuresEverywhere },
  'archive:read': {
    'unit-editor': openOnly,
    'unit-approver': openOnly,
    'lead-evaluator': openOnly,
    'lead-approver': openOnly,
  },
  'archive:export': { 'lead-evaluator': everywhere, 'lead-approver': everywhere },
  'rule:waive': { 'lead-evaluator': figuresEverywhere, 'lead-approver': figuresEverywhere },
  'policy:decide': { 'lead-evaluator': figuresEverywhere, 'lead-approver': figuresEverywhere },
  'change:follow': {
    service: figuresEverywhere,
    'lead-evaluator': figuresEverywhere,
    'lead-approver': figuresEverywhere,
  },
  'framework:import': { 'lead-evaluator': openOnly },
  'framework:publish': { 'lead-approver': openOnly },
  'evaluation:read': {
    'unit-editor': ownFigures,
    'unit-approver': ownFigures,
    'lead-evaluator': figuresEverywhere,
    'lead-approver': figuresEverywhere,
    assessor: openOnly,
    integrator: openOnly,
    service: figuresEverywhere,
  },
  'evaluation:office': { 'lead-evaluator': figuresEverywhere, 'lead-approver': figuresEverywhere },
  'evaluation:simulate': { 'lead-evaluator': figuresEverywhere, 'lead-approver': figuresEverywhere },
  'round:read': {
    'unit-editor': ownFigures,
    'unit-approver': ownFigures,
    'lead-evaluator': figuresEverywhere,
    'lead-approver': figuresEverywhere,
    assessor: openOnly,
    integrator: openOnly,
    service: figuresEverywhere,
  },
  'round:manage': { 'lead-evaluator': figuresEverywhere },
  'round:decide': { 'lead-approver': figuresEverywhere },
  'self-evaluation:draft': {
    'unit-editor': unitItself,
    'unit-approver': unitItself,
    'lead-evaluator': subjectItself,
    'lead-approver': subjectItself,
  },
  'self-evaluation:send': { 'unit-approver': unitItself, 'lead-approver': subjectItself },
  'hearing:respond': { 'unit-approver': unitItself, 'lead-approver': subjectItself },
  'assessment:read': {
    'lead-evaluator': figuresEverywhere,
    'lead-approver': figuresEverywhere,
    assessor: ownOnly,
    service: figuresEverywhere,
  },
  'assessment:create': { assessor: ownOnly, 'lead-evaluator': everywhere },
  'assessment:review': { 'lead-evaluator': figuresEverywhere, 'lead-approver': figuresEverywhere },
  // A unit sees what concerns itself; what was confirmed in its favour is open to all.
  'result-action:read': {
    'unit-editor': ownFigures,
    'unit-approver': ownFigures,
    'lead-evaluator': figuresEverywhere,
    'lead-approver': figuresEverywhere,
  },
  'result-action:raise': { 'lead-evaluator': figuresEverywhere, 'lead-approver': figuresEverywhere },
  'result-action:confirm': { 'lead-approver': figuresEverywhere },
  // What a place without accounts in the hub reports of itself, the office puts on record.
  'rectification:report': {
    'unit-editor': ownOnly,
    'unit-approver': ownOnly,
    'lead-evaluator': { own: ALL, other: ['before-circulation'] },
  },
  'policy-problem:raise': {
    'unit-editor': ownOnly,
    'unit-approver': ownOnly,
    'lead-evaluator': figuresEverywhere,
    'lead-approver': figuresEverywhere,
  },
  'grant:read': {
    'unit-editor': ownOnly,
    'unit-approver': ownOnly,
    'lead-evaluator': everywhere,
    'lead-approver': everywhere,
    integrator: ownOnly,
    'security-administrator': everywhere,
  },
  'grant:manage': { 'unit-approver': ownOnly },
  'access-log:read': { 'unit-editor': ownOnly, 'unit-approver': ownOnly, auditor: everywhere },
  'person:read': { 'system-administrator': everywhere, 'security-administrator': everywhere, auditor: everywhere },
  'person:manage': { 'system-administrator': everywhere },
  'token:read': { 'security-administrator': everywhere, auditor: everywhere },
  'token:manage': { 'security-administrator': everywhere },
  'audit:read': { auditor: everywhere },
  'schema:introspect': {
    'unit-editor': openOnly,
    'unit-approver': openOnly,
    'lead-evaluator': openOnly,
    'lead-approver': openOnly,
    integrator: openOnly,
    service: openOnly,
    'system-administrator': openOnly,
  },
};
