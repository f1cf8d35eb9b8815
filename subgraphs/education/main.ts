import 'reflect-metadata';
import { runDepartment } from '../../shared/department/run-department.ts';
import { loadConfig } from './config.ts';
import { department } from './department.ts';
import { createSubgraph } from './subgraph.ts';

await runDepartment(department, loadConfig(), createSubgraph);
