import { versionDocumentsSchema } from '../version/version-documents.schema.ts';
import { type Member, type Shape, shapeOf } from './shape.ts';
import { titleOf } from './titles.ts';

/** A list of a document that has a sheet of its own; `under` where each row belongs to a row of another list. */
export interface Table {
  readonly sheet: string;
  /** Path of the list; behind `[]` within each row of the list before. */
  readonly path: string;
  readonly columns: readonly Column[];
}

/** A field of a row, or of what stands once in a document. */
export interface Column extends Member {
  /** Dotted path within the row; for the sheet of single values within all documents. */
  readonly path: string;
  /** The same in its steps. */
  readonly steps: readonly string[];
  readonly title: string;
  /** Whether everything above it must be there, too. */
  readonly isAlwaysThere: boolean;
}

/** Sheet of what stands once: title, document number, dates, limits. */
export const SINGLE_VALUES = '说明';
/** Name of the column that says to which row of another list a row belongs. */
export const PARENT = 'belongsTo';

const SHEETS: readonly (readonly [sheet: string, path: string])[] = [
  ['一级指标', 'framework.pillars'],
  ['二级指标', 'framework.groups'],
  ['指标', 'framework.indicators'],
  ['数据项', 'framework.indicators[].measures'],
  ['分组', 'framework.dimensions'],
  ['评价要点', 'framework.indicators[].assessmentItems'],
  ['删并', 'framework.dropped'],
  ['责任分工', 'responsibility.indicators'],
  ['责任单位', 'responsibility.indicators[].measures'],
  ['分工规则', 'responsibility.ownerRules'],
  ['一级权重', 'model.pillars'],
  ['二级权重', 'model.groups'],
  ['评分办法', 'model.indicators'],
  ['组合评分', 'model.indicators[].parameters.parts'],
  ['类别', 'model.bands.rules'],
  ['类别条件', 'model.bands.guards'],
  ['变体', 'model.variants'],
  ['单位视图', 'model.unitView.common.items'],
  ['关键绩效指标', 'kpis.kpis'],
];

const root = shapeOf(versionDocumentsSchema);
const paths = new Set(SHEETS.map(([, path]) => path));

/** The sheets that hold lists, in the order of the workbook. */
export const TABLES: readonly Table[] = SHEETS.map(([sheet, path]) => ({
  sheet,
  path,
  columns: columnsOf(rowShape(path), path),
}));

/** What stands once in the documents. */
export const SINGLES: readonly Column[] = columnsOf(root, '');

function columnsOf(shape: Shape, tablePath: string): Column[] {
  const columns: Column[] = [];
  const walk = (members: ReadonlyMap<string, Member>, above: readonly string[], isAlwaysThere: boolean): void => {
    for (const [name, member] of members) {
      const path = [...above, name];
      if (paths.has(fullPath(tablePath, path))) continue;
      const isThere = isAlwaysThere && member.isRequired;
      if (member.shape.kind === 'object' && !member.isNullable) walk(member.shape.members, path, isThere);
      else columns.push({ ...member, path: path.join('.'), steps: path, title: titleOf(path), isAlwaysThere });
    }
  };
  if (shape.kind === 'object') walk(shape.members, [], true);
  return columns;
}

function fullPath(table: string, path: readonly string[]): string {
  return table === '' ? path.join('.') : `${table}[].${path.join('.')}`;
}

/** The shape of a row of the list at a path. */
function rowShape(path: string): Shape {
  return path.replaceAll('[]', '').split('.').reduce(stepInto, root);
}

function stepInto(shape: Shape, name: string): Shape {
  const member = shape.kind === 'object' ? shape.members.get(name)?.shape : undefined;
  if (member === undefined) throw new RangeError(`the documents have nothing called ${name}`);
  return ('item' in member ? member.item : undefined) ?? member;
}
