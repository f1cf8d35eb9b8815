import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { scopesOf } from '../../shared/identity/permission.ts';
import { ACTIONS, type Action } from '../../shared/identity/permission-table.ts';
import type { FieldScopes, ScopeLists } from '../access/field-scopes.ts';
import type { Refusal } from '../http/reply.ts';
import type { AdmissionStep, AskedRequest } from './admission.ts';

const ROOT_TYPE = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;

/**
 * The coarse check of the permission table: every root field of the operation says which action it is, and a viewer
 * without a role for it is refused before anything runs. A field that says nothing is refused to everybody.
 */
export function permissionStep(scopes: () => FieldScopes): AdmissionStep {
  return ({ viewer, operation, parsed }: AskedRequest) => {
    if (viewer === null) return null; // the anonymous rule has let through `__typename` only
    const held = scopesOf(viewer.roles);
    const table = scopes();
    for (const field of rootFields(operation, parsed.document.definitions.filter(isFragment))) {
      if (field.name.value.startsWith('__')) continue;
      const required = table.get(`${ROOT_TYPE[operation.operation]}.${field.name.value}`);
      // Fields that do not exist are validation's to name.
      if (required !== undefined && !isSatisfied(required, held)) return refusal(field.name.value, required);
    }
    return null;
  };
}

function isSatisfied(required: ScopeLists, held: ReadonlySet<string>): boolean {
  return required.some((list) => list.length > 0 && list.every((scope) => held.has(scope)));
}

function refusal(field: string, required: ScopeLists): Refusal {
  const wanted = required.flat().map((scope) => (isKnown(scope) ? ACTIONS[scope] : scope));
  return {
    status: 403,
    code: 'FORBIDDEN',
    message: `当前角色无权使用 ${field}（${[...new Set(wanted)].join('、') || '未开放'}）`,
  };
}

function isKnown(scope: string): scope is Action {
  return Object.hasOwn(ACTIONS, scope);
}

function isFragment(definition: { readonly kind: string }): definition is FragmentDefinitionNode {
  return definition.kind === Kind.FRAGMENT_DEFINITION;
}

/** Fields at the top of an operation, through fragments; each fragment is walked once. */
function rootFields(operation: OperationDefinitionNode, fragments: readonly FragmentDefinitionNode[]): FieldNode[] {
  const fields: FieldNode[] = [];
  const seen = new Set<string>();
  const waiting: SelectionSetNode[] = [operation.selectionSet];
  for (let set = waiting.pop(); set !== undefined; set = waiting.pop()) {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) fields.push(selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) waiting.push(selection.selectionSet);
      else if (!seen.has(selection.name.value)) {
        seen.add(selection.name.value);
        const fragment = fragments.find(({ name }) => name.value === selection.name.value);
        if (fragment) waiting.push(fragment.selectionSet);
      }
    }
  }
  return fields;
}
