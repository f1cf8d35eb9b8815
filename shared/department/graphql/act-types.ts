import { type ClassType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateScalar } from '../../graphql/scalars.ts';
import { UserError } from '../../graphql/user-error.type.ts';
import type { Department } from '../department.ts';
import type { DepartmentTypes, PublicationShape } from './department-types.ts';
import { ReturnReason } from './publication-enums.ts';
import { PublicationMode } from './publish-types.ts';

export interface ActInputShape {
  ids: string[];
  mode?: PublicationMode | null;
  comment?: string | null;
}

export interface ReturnInputShape {
  ids: string[];
  mode?: PublicationMode | null;
  reasonCode: ReturnReason;
  reason: string;
  deadline?: string | null;
}

export interface ActPayloadShape {
  publications: readonly PublicationShape[];
  errors: UserError[];
}

/** The verbs that share one form, in the order of a publication's life. */
export const PLAIN_ACTS = ['submit', 'approve', 'accept', 'recall'] as const;
export type PlainAct = (typeof PLAIN_ACTS)[number];

const DONE: Readonly<Record<PlainAct | 'return', string>> = {
  submit: '提交审签',
  approve: '审签',
  accept: '核收',
  recall: '撤销',
  return: '退回补正',
};

/** Inputs and payloads of what is done with publications, by verb. */
export interface ActTypes {
  readonly inputs: Readonly<Record<PlainAct, ClassType<ActInputShape>>>;
  readonly payloads: Readonly<Record<PlainAct | 'return', ClassType<ActPayloadShape>>>;
  readonly ReturnInput: ClassType<ReturnInputShape>;
}

const IDS = '报送批次的标识，至多 500 个';
const MODE = '有批次不能办理时，整批都不办还是只办能办的';

export function createActTypes({ typePrefix, label }: Department, types: DepartmentTypes): ActTypes {
  @InputType(`Return${typePrefix}PublicationsInput`, { description: `把${label}子图的报送批次退回补正` })
  class ReturnInput implements ReturnInputShape {
    @Field(() => [ID], { description: IDS })
    ids!: string[];

    @Field(() => PublicationMode, { nullable: true, defaultValue: PublicationMode.ATOMIC, description: MODE })
    mode?: PublicationMode | null;

    @Field(() => ReturnReason, { description: '退回的理由' })
    reasonCode!: ReturnReason;

    @Field(() => String, { description: '退回的说明和改正要求，4 至 1000 字' })
    reason!: string;

    @Field(() => DateScalar, { nullable: true, description: '补正期限' })
    deadline?: string | null;
  }

  const input = (act: PlainAct): ClassType<ActInputShape> => createInput(nameOf(act, typePrefix), DONE[act], label);
  const payload = (act: PlainAct | 'return'): ClassType<ActPayloadShape> =>
    createPayload(nameOf(act, typePrefix), DONE[act], types);
  return {
    inputs: { submit: input('submit'), approve: input('approve'), accept: input('accept'), recall: input('recall') },
    payloads: {
      submit: payload('submit'),
      approve: payload('approve'),
      accept: payload('accept'),
      recall: payload('recall'),
      return: payload('return'),
    },
    ReturnInput,
  };
}

function nameOf(act: string, typePrefix: string): string {
  return `${act.charAt(0).toUpperCase()}${act.slice(1)}${typePrefix}Publications`;
}

function createInput(name: string, done: string, label: string): ClassType<ActInputShape> {
  @InputType(`${name}Input`, { description: `${done}${label}子图的报送批次` })
  class Input implements ActInputShape {
    @Field(() => [ID], { description: IDS })
    ids!: string[];

    @Field(() => PublicationMode, { nullable: true, defaultValue: PublicationMode.ATOMIC, description: MODE })
    mode?: PublicationMode | null;

    @Field(() => String, { nullable: true, description: '意见或说明' })
    comment?: string | null;
  }
  return Input;
}

function createPayload(name: string, done: string, types: DepartmentTypes): ClassType<ActPayloadShape> {
  @ObjectType(`${name}Payload`, { description: `${done}的结果` })
  class Payload implements ActPayloadShape {
    @Field(() => [types.Publication], { description: `已${done}的批次，现状` })
    publications!: readonly PublicationShape[];

    @Field(() => [UserError], { description: '未能办理的批次及原因；都已办理时为空列表' })
    errors!: UserError[];
  }
  return Payload;
}
