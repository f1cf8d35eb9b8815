import type { DataSource } from 'typeorm';

interface ColumnRow {
  readonly table_name: string;
  readonly column_name: string;
  readonly data_type: string;
  readonly is_nullable: 'YES' | 'NO';
}

/** PostgreSQL's own names for the types that entities use. */
const TYPES: Readonly<Record<string, string>> = {
  timestamptz: 'timestamp with time zone',
  text: 'text',
  uuid: 'uuid',
  'text[]': 'ARRAY',
};

/** Where entities and the migrated tables of a data source differ: column by column, name, type, nullability. */
export async function findStructureFaults(dataSource: DataSource): Promise<string[]> {
  const rows: ColumnRow[] = await dataSource.query(
    'select table_name, column_name, data_type, is_nullable from information_schema.columns where table_schema = current_schema()',
  );
  const found = new Map(rows.map((row) => [`${row.table_name}.${row.column_name}`, row]));
  const faults: string[] = [];
  for (const entity of dataSource.entityMetadatas) {
    const declared = new Set<string>();
    for (const column of entity.columns) {
      const name = `${entity.tableName}.${column.databaseName}`;
      declared.add(name);
      const row = found.get(name);
      const type = String(column.type);
      if (!row) faults.push(`${name} is not in the database`);
      else if (row.data_type !== (TYPES[type] ?? type))
        faults.push(`${name} is ${row.data_type}, the entity says ${type}`);
      else if ((row.is_nullable === 'YES') !== column.isNullable) faults.push(`${name} differs in being nullable`);
    }
    for (const [name, row] of found) {
      if (row.table_name === entity.tableName && !declared.has(name)) faults.push(`${name} is not in the entity`);
    }
  }
  return faults;
}
