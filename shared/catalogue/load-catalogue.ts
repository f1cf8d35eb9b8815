import { err, ok, type Result } from '../primitives/result.ts';
import type { Catalogue } from './catalogue.ts';
import type { Framework } from './framework/framework.ts';
import { buildFrameworks } from './reading/build-frameworks.ts';
import { buildScoringModel } from './reading/build-scoring-model.ts';
import { buildSplit } from './reading/build-split.ts';
import { readCarryOvers } from './reading/carry-overs.ts';
import { type CatalogueFileFault, CatalogueFilesError, FileFaults, mapByCode } from './reading/file-faults.ts';
import { type DataFile, DataFolder } from './reading/read-data-file.ts';
import { shippedData } from './reading/shipped-data.ts';
import { toKpi } from './reading/to-kpi.ts';
import { toReleaseCalendar } from './reading/to-release-calendar.ts';
import { toReportingChecks } from './reading/to-reporting-checks.ts';
import type { MemberUnit } from './responsibility/member-unit.ts';
import type { ResponsibilitySplit } from './responsibility/responsibility-split.ts';
import { codeListsSchema } from './schemas/code-list.schema.ts';
import { dataClassesSchema } from './schemas/data-classes.schema.ts';
import { kpisSchema } from './schemas/kpi.schema.ts';
import { memberUnitsSchema } from './schemas/member-unit.schema.ts';
import { peerGroupsSchema } from './schemas/peer-groups.schema.ts';
import { releaseCalendarSchema } from './schemas/release-calendar.schema.ts';
import { reportingChecksSchema } from './schemas/reporting-checks.schema.ts';
import { responsibilitySchema } from './schemas/responsibility.schema.ts';
import { scoringModelSchema } from './schemas/scoring-model.schema.ts';
import type { ScoringModel } from './scoring-model/scoring-model.ts';
import { NO_PEER_GROUPS } from './subject/peer-groups.ts';

let loaded: Catalogue | null = null;

/** The shipped catalogue, read once per process; throws with every fault by file and path when the data is not sound. */
export function loadCatalogue(): Catalogue {
  if (loaded !== null) return loaded;
  const read = readCatalogue(shippedData);
  if (!read.ok) throw new CatalogueFilesError(read.error);
  loaded = read.value;
  return loaded;
}

/** Reads the catalogue of a data folder; all faults of all files come back together. */
export function readCatalogue(dataFolder: string = shippedData): Result<Catalogue, readonly CatalogueFileFault[]> {
  const faults = new FileFaults();
  const folder = new DataFolder(dataFolder, faults);
  const { memberUnits, subgraphs } = readMemberUnits(folder);
  const unitsOfMeasure = readUnitsOfMeasure(folder);
  const carryOvers = readCarryOvers(folder);
  const frameworks = buildFrameworks(folder, unitsOfMeasure, carryOvers);
  carryOvers.report(frameworks);
  const splits = readSplits(folder, frameworks);
  const scoringModels = readScoringModels(folder, { frameworks, splits, memberUnits });
  const kpis = folder.read('kpis.json', kpisSchema)?.data.kpis.map(toKpi) ?? [];
  const checks = folder.read('reporting-checks.json', reportingChecksSchema);
  const reportingChecks = checks && toReportingChecks(checks.data, checks.faults);
  const releases = folder.read('release-calendar.json', releaseCalendarSchema);
  const releaseCalendar = releases && toReleaseCalendar(releases.data, frameworks.values(), releases.faults);
  const sensitiveMeasures = readSensitiveMeasures(folder);
  const peerGroups = folder.read('peer-groups.json', peerGroupsSchema)?.data ?? NO_PEER_GROUPS;
  if (faults.all.length > 0 || reportingChecks === null || releaseCalendar === null) return err(faults.all);
  const tables = { frameworks, memberUnits, subgraphs, splits, scoringModels, kpis };
  return ok(freezeRows({ ...tables, reportingChecks, releaseCalendar, sensitiveMeasures, peerGroups }));
}

function readMemberUnits(folder: DataFolder): Pick<Catalogue, 'memberUnits' | 'subgraphs'> {
  const source = folder.read('member-units.json', memberUnitsSchema);
  if (source === null) return { memberUnits: new Map(), subgraphs: new Map() };
  const units = source.data.units.map(({ note: _note, successors: _successors, ...unit }): MemberUnit => unit);
  return {
    memberUnits: mapByCode(units, ({ id }) => id, 'units', source.faults),
    subgraphs: mapByCode(source.data.subgraphs, ({ id }) => id, 'subgraphs', source.faults),
  };
}

function readUnitsOfMeasure(folder: DataFolder): Framework['unitsOfMeasure'] {
  const source = folder.read('code-lists.json', codeListsSchema);
  if (source === null) return new Map();
  return mapByCode(source.data.unitsOfMeasure, ({ code }) => code, 'unitsOfMeasure', source.faults);
}

function readSensitiveMeasures(folder: DataFolder): Set<string> {
  const source = folder.read('data-classes.json', dataClassesSchema);
  return new Set(
    source && mapByCode(source.data.sensitive, ({ measure }) => measure, 'sensitive', source.faults).keys(),
  );
}

function readSplits(folder: DataFolder, frameworks: Catalogue['frameworks']): Map<string, ResponsibilitySplit> {
  const splits = new Map<string, ResponsibilitySplit>();
  for (const { file, raw } of folder.readAll('responsibilities')) {
    const source = folder.check(file, raw, responsibilitySchema);
    const framework = source && frameworkOf(source, frameworks, splits);
    if (source && framework) splits.set(framework.id, buildSplit(source, framework));
  }
  return splits;
}

function readScoringModels(
  folder: DataFolder,
  { frameworks, splits, memberUnits }: Pick<Catalogue, 'frameworks' | 'splits' | 'memberUnits'>,
): Map<string, ScoringModel> {
  const models = new Map<string, ScoringModel>();
  for (const { file, raw } of folder.readAll('scoring-models')) {
    const source = folder.check(file, raw, scoringModelSchema);
    const framework = source && frameworkOf(source, frameworks, models);
    if (source && framework) {
      models.set(framework.id, buildScoringModel(source, splits.get(framework.id) ?? null, memberUnits.keys()));
    }
  }
  return models;
}

/** The framework a file is about; null and a fault when there is none or another file is about it already. */
function frameworkOf(
  { data, faults }: DataFile<{ framework: string }>,
  frameworks: Catalogue['frameworks'],
  taken: ReadonlyMap<string, unknown>,
): Framework | null {
  if (taken.has(data.framework)) faults.add('framework', `已有另一文件：${data.framework}`);
  const framework = frameworks.get(data.framework) ?? null;
  if (framework === null) faults.add('framework', `没有这个指标体系：${data.framework}`);
  return taken.has(data.framework) ? null : framework;
}

/** Freezes every row, so that nobody changes the shared catalogue by accident. */
function freezeRows<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Map) for (const row of value.values()) freezeRows(row);
  else for (const member of Object.values(value)) freezeRows(member);
  return Object.freeze(value);
}
