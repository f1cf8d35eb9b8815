import { readConfig } from '../../shared/config/read-config.ts';
import { type DepartmentConfig, departmentConfigSchema } from '../../shared/department/department.config.ts';

export const configSchema = departmentConfigSchema;

export function loadConfig(): DepartmentConfig {
  return readConfig('union', configSchema);
}
