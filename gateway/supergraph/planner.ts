import { createRequire } from 'node:module';
import type { UnifiedGraphHandler } from '@graphql-hive/gateway-runtime';
import { type GraphQLSchema, isEnumType } from 'graphql';
import type { Logger } from '../../shared/observability/logger.ts';

/** `auto`: the native planner where it loads. `javascript`: never, to compare the two or to rule one out. */
export type PlannerChoice = 'auto' | 'javascript';

/**
 * The Rust query planner, or undefined for the runtime's own JavaScript executor where its native addon does not load
 * (musl, Windows): the answers are the same, the cost is about double.
 */
export async function loadPlanner(choice: PlannerChoice, log: Logger): Promise<UnifiedGraphHandler | undefined> {
  if (choice === 'javascript') return undefined;
  try {
    // The runtime loads the addon only with the first supergraph; asking for it here tells early and once.
    const require = createRequire(import.meta.url);
    createRequire(require.resolve('@graphql-hive/router-runtime'))('@graphql-hive/router-query-planner');
    const { unifiedGraphHandler } = await import('@graphql-hive/router-runtime');
    return async (options) => {
      const handled = await unifiedGraphHandler(options);
      lightenEnums(handled.unifiedGraph);
      return handled;
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn(
      { reason },
      'the native query planner does not load here: using the JavaScript executor, at about twice the cost',
    );
    return undefined;
  }
}

/**
 * The runtime asks of every enum value of every answer whether it is `@inaccessible`, each time by reading the value's
 * syntax tree. Values that are not need none: a twentieth of the time of a large answer.
 */
function lightenEnums(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isEnumType(type) || type.name.startsWith('__')) continue;
    for (const value of type.getValues()) {
      if (!value.astNode?.directives?.some(({ name }) => name.value === 'inaccessible')) value.astNode = undefined;
    }
  }
}
