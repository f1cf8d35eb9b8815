import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { ROLES, type Role as RoleName } from '../../../shared/identity/role.ts';
import { MemberUnit } from '../member-unit/member-unit.type.ts';

export enum Role {
  UNIT_EDITOR = 'UNIT_EDITOR',
  UNIT_APPROVER = 'UNIT_APPROVER',
  LEAD_EVALUATOR = 'LEAD_EVALUATOR',
  LEAD_APPROVER = 'LEAD_APPROVER',
  ASSESSOR = 'ASSESSOR',
  INTEGRATOR = 'INTEGRATOR',
  SERVICE = 'SERVICE',
  SYSTEM_ADMINISTRATOR = 'SYSTEM_ADMINISTRATOR',
  SECURITY_ADMINISTRATOR = 'SECURITY_ADMINISTRATOR',
  AUDITOR = 'AUDITOR',
}

registerEnumType(Role, {
  name: 'Role',
  description: '调用者的角色，权限按角色和单位授予',
  valuesConfig: {
    UNIT_EDITOR: { description: '填报人：为本单位填报' },
    UNIT_APPROVER: { description: '审签人：审签本单位的报送' },
    LEAD_EVALUATOR: { description: '牵头单位评价人员：核收报送、组织评价' },
    LEAD_APPROVER: { description: '牵头单位审定人员：审定评价结果' },
    ASSESSOR: { description: '评价员：第三方或抽查组人员，对评价要点提出意见' },
    INTEGRATOR: { description: '集成方：读取已获授权的数据，编制报表' },
    SERVICE: { description: '平台自身的服务' },
    SYSTEM_ADMINISTRATOR: { description: '系统管理员：与安全管理员、审计管理员互斥' },
    SECURITY_ADMINISTRATOR: { description: '安全管理员：与系统管理员、审计管理员互斥' },
    AUDITOR: { description: '审计管理员：只看审计记录，与系统管理员、安全管理员互斥' },
  },
});

const ROLE_BY_NAME: Readonly<Record<RoleName, Role>> = {
  'unit-editor': Role.UNIT_EDITOR,
  'unit-approver': Role.UNIT_APPROVER,
  'lead-evaluator': Role.LEAD_EVALUATOR,
  'lead-approver': Role.LEAD_APPROVER,
  assessor: Role.ASSESSOR,
  integrator: Role.INTEGRATOR,
  service: Role.SERVICE,
  'system-administrator': Role.SYSTEM_ADMINISTRATOR,
  'security-administrator': Role.SECURITY_ADMINISTRATOR,
  auditor: Role.AUDITOR,
};

export function toRole(name: RoleName): Role {
  return ROLE_BY_NAME[name];
}

const NAME_BY_ROLE: ReadonlyMap<Role, RoleName> = new Map(ROLES.map((name) => [ROLE_BY_NAME[name], name]));

export function fromRole(role: Role): RoleName {
  const name = NAME_BY_ROLE.get(role);
  if (name === undefined) throw new RangeError(`no name for the role ${role}`);
  return name;
}

@ObjectType({ description: '调用者：持当前令牌访问平台的人员或系统' })
export class Viewer {
  @Field(() => String, { description: '人员或系统的稳定标识' })
  subject!: string;

  @Field(() => MemberUnit, { nullable: true, description: '所属成员单位；不属于成员单位的为空' })
  memberUnit!: MemberUnit | null;

  @Field(() => [Role], { description: '所持角色' })
  roles!: readonly Role[];

  @Field(() => String, { description: '授予访问时写明的用途' })
  purpose!: string;
}
