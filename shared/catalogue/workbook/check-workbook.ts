import { z } from 'zod';
import { err, ok, type Result } from '../../primitives/result.ts';
import type { Catalogue } from '../catalogue.ts';
import type { CatalogueFault } from '../checks/catalogue-fault.ts';
import { type BuiltVersion, buildVersion, versionContextOf } from '../version/build-version.ts';
import { checkVersion } from '../version/check-version.ts';
import { type VersionDocuments, versionDocumentsSchema } from '../version/version-documents.schema.ts';
import { placeOfFault } from './fault-place.ts';
import type { Place, Places } from './places.ts';
import { readSheets } from './read-sheets.ts';
import { addressOf, HEAD_ROWS, NAMES_ROW, type Sheet } from './sheet.ts';
import type { WorkbookFault } from './workbook-fault.ts';

/** A workbook that is sound in itself and beside the catalogue. */
export interface CheckedWorkbook {
  readonly documents: VersionDocuments;
  readonly version: BuiltVersion;
}

const inChinese = z.locales.zhCN().localeError;

/** Reads a workbook by the schemas and checks of the shipped files; every fault comes with its cell. */
export function checkWorkbook(
  sheets: readonly Sheet[],
  catalogue: Catalogue,
): Result<CheckedWorkbook, readonly WorkbookFault[]> {
  const { documents: raw, places, faults } = readSheets(sheets);
  const parsed = versionDocumentsSchema.safeParse(raw, { error: inChinese, jitless: true });
  const misfits = parsed.success ? [] : parsed.error.issues.map((issue) => misfit(issue, raw, places));
  if (!parsed.success || faults.length > 0) return err(inOrder([...faults, ...misfits], sheets));
  const documents = parsed.data;
  const built: WorkbookFault[] = [...checkNames(documents, places)];
  const version = buildVersion(documents, versionContextOf(catalogue), {
    add: (path, message) => built.push(fault('ROW_FAULTY', message, placeOfPath(path, documents, places))),
  });
  const found = checkVersion(catalogue, version).map((each) => checked(each, places));
  const all = [...built, ...found];
  return all.length > 0 ? err(inOrder(all, sheets)) : ok({ documents, version });
}

function misfit(issue: z.core.$ZodIssue, raw: unknown, places: Places): WorkbookFault {
  const [last] = issue.path.slice(-1);
  const unknown = issue.code === 'unrecognized_keys' ? `（${issue.keys.join('、')}）` : '';
  const isMissing = issue.code !== 'unrecognized_keys' && valueAt(raw, issue.path) === undefined;
  const message = `${String(last ?? '')}：${isMissing ? '未填写' : issue.message}${unknown}`;
  return fault(isMissing ? 'CELL_MISSING' : 'CELL_INVALID', message, places.of(issue.path) ?? START);
}

function valueAt(source: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    source,
  );
}

/** The documents of one version name it alike. */
function checkNames({ framework, responsibility, model }: VersionDocuments, places: Places): WorkbookFault[] {
  const names = [
    ['responsibility.framework', responsibility.framework],
    ['model.framework', model.framework],
  ] as const;
  return names
    .filter(([, code]) => code !== framework.id)
    .map(([path, code]) =>
      fault('FRAMEWORK_MISMATCH', `应为 ${framework.id}，实为 ${code}`, places.of(path.split('.')) ?? START),
    );
}

/** Builders name lists in their own way; rows of a list within rows are counted through. */
function placeOfPath(path: string, { framework }: VersionDocuments, places: Places): Place {
  const [, list = '', index = ''] = /^([a-zA-Z[\].]+?)\[(\d+)\]/.exec(path) ?? [];
  if (list === 'measures' || list === 'assessmentItems') {
    const codes = framework.indicators.flatMap((row) => row[list].map(({ code }) => code));
    return places.ofRow(list === 'measures' ? '数据项' : '评价要点', codes[Number(index)] ?? '', 'code') ?? START;
  }
  if (list === 'dimensions') return places.of(['framework', list, index, 'id']) ?? START;
  return places.of(['responsibility', 'indicators', index, 'code']) ?? START;
}

function checked(found: CatalogueFault, places: Places): WorkbookFault {
  return {
    ...fault(found.code, found.message, placeOfFault(found, places)),
    message: `${found.where}：${found.message}`,
  };
}

const START: Place = { sheet: '说明', cell: 'A1', code: null };

function fault(code: string, message: string, { sheet, cell }: Place): WorkbookFault {
  return {
    code,
    message,
    messageEn: `${code.toLowerCase().replaceAll('_', ' ')} at ${sheet}!${cell}`,
    sheet,
    cell,
    rule: `catalogue.${code.toLowerCase().replaceAll('_', '-')}`,
    remedy: REMEDIES[code] ?? '按说明改正该单元格后重新导入',
  };
}

const REMEDIES: Readonly<Record<string, string>> = {
  CELL_MISSING: '填写该单元格',
  CELL_INVALID: '按第三行的写法改写该单元格',
  FRAMEWORK_MISMATCH: '各处填写同一个指标体系代码',
  WEIGHT_SUM: '调整权重，使同级合计为上级权重，总计为100',
  WEIGHT_ORDER: '调整权重，满足该规则',
  WEIGHT_LIMIT: '降低该项权重，或由协调小组明确后修改规则数据',
  KEY_CHANGED: '沿用原来的指标键，使各年可比',
  UNKNOWN_UNIT: '填写成员单位代码',
  UNKNOWN_MEASURE: '填写“数据项”表中已有的代码',
  CELL_NOT_OWNED: '在“各格责任单位”中为每个取值写明单位',
  ITEM_NEVER_MARKED: '在“评分办法”中使用该评价要点，或删去它',
};

/** In the order in which one goes through a workbook. */
function inOrder(faults: readonly WorkbookFault[], sheets: readonly Sheet[]): WorkbookFault[] {
  const order = new Map(sheets.map(({ name }, index) => [name, index]));
  const rank = ({ sheet, cell }: WorkbookFault): [number, number] => [
    order.get(sheet) ?? -1,
    Number(/\d+$/.exec(cell)?.[0] ?? 0),
  ];
  return faults.toSorted((a, b) => {
    const [left, right] = [rank(a), rank(b)];
    return left[0] - right[0] || left[1] - right[1];
  });
}

/** The cell of a value of a template, for tests and guides: sheet, data row counted from 0, and field. */
export function cellIn(sheets: readonly Sheet[], sheet: string, row: number, field: string): string {
  const names = sheets.find(({ name }) => name === sheet)?.rows[NAMES_ROW] ?? [];
  return addressOf(names.indexOf(field) + 1, row + HEAD_ROWS + 1);
}
