import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { err, ok, type Result } from '../../shared/primitives/result.ts';
import { type CliError, cliErrors } from './cli-error.ts';

/** The subgraph that carries a unit, and how its names begin in the graph. */
export interface UnitDepartment {
  readonly unit: string;
  readonly subgraph: string;
  /** Of types and mutations, e.g. `Hrss`. */
  readonly typePrefix: string;
  /** Of queries, e.g. `hrss`. */
  readonly fieldPrefix: string;
}

/** The department of a unit; an error where there is no such unit. */
export function departmentOf(unit: string): Result<UnitDepartment, CliError> {
  const subgraph = loadCatalogue().memberUnits.get(unit)?.subgraph;
  if (subgraph === undefined) return err(cliErrors.unknownUnit(unit));
  const typePrefix = typePrefixOf(subgraph);
  return ok({ unit, subgraph, typePrefix, fieldPrefix: typePrefix.charAt(0).toLowerCase() + typePrefix.slice(1) });
}

/** Prefix of a subgraph's types: its name in PascalCase; the trade union's says what it is. */
export function typePrefixOf(subgraph: string): string {
  if (subgraph === 'union') return 'TradeUnion';
  return subgraph
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
