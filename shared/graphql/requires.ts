import { Directive } from 'type-graphql';
import type { Action } from '../identity/permission-table.ts';

/**
 * Says on a root field which action of the permission table it is. The gateway refuses the whole operation
 * before anything runs when the viewer has none of its roles; rows are the services' business.
 */
export function Requires(action: Action): PropertyDecorator & MethodDecorator & ClassDecorator {
  return Directive(`@requiresScopes(scopes: [["${action}"]])`);
}
