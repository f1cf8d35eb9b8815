import type { GraphQLSchema } from 'graphql';
import {
  createDepartmentSubgraph,
  type DepartmentDependencies,
  type DepartmentSubgraph,
  printableDepartmentSchema,
} from '../../shared/department/department-subgraph.ts';
import { department } from './department.ts';

/** The subgraph of the department: the machine of shared/department with this folder's difference. */
export function createSubgraph(dependencies: DepartmentDependencies): Promise<DepartmentSubgraph> {
  return createDepartmentSubgraph(department, dependencies);
}

export function schemaForPrinting(): Promise<GraphQLSchema> {
  return printableDepartmentSchema(department);
}
