import type { z } from 'zod';
import { CatalogueFilesError, FileFaults } from '../reading/file-faults.ts';
import { DataFolder } from '../reading/read-data-file.ts';
import { readFrameworkFiles } from '../reading/read-framework-files.ts';
import { shippedData } from '../reading/shipped-data.ts';
import { carryOversSchema } from '../schemas/carry-over.schema.ts';
import { kpisSchema } from '../schemas/kpi.schema.ts';
import { responsibilitySchema } from '../schemas/responsibility.schema.ts';
import { scoringModelSchema } from '../schemas/scoring-model.schema.ts';
import { drawnVersion, wholeVersion } from './version-framework.ts';
import type { VersionDocuments, VersionFramework } from './version-documents.schema.ts';

/** The shipped frameworks as versions that need no other, by code; throws with every fault where the data is not sound. */
export function shippedVersions(dataFolder: string = shippedData): Map<string, VersionDocuments> {
  const faults = new FileFaults();
  const folder = new DataFolder(dataFolder, faults);
  const splits = byFramework(folder, 'responsibilities', responsibilitySchema);
  const models = byFramework(folder, 'scoring-models', scoringModelSchema);
  const kpis = folder.read('kpis.json', kpisSchema)?.data;
  const versions = new Map<string, VersionDocuments>();
  for (const framework of readFrameworks(folder)) {
    const responsibility = splits.get(framework.id);
    const model = models.get(framework.id);
    if (responsibility && model && kpis) versions.set(framework.id, { framework, responsibility, model, kpis });
  }
  if (faults.all.length > 0) throw new CatalogueFilesError(faults.all);
  return versions;
}

function readFrameworks(folder: DataFolder): VersionFramework[] {
  const { whole, drawn } = readFrameworkFiles(folder);
  const bases = new Map(whole.map(({ data }) => [data.id, data]));
  return [
    ...[...bases.values()].map(wholeVersion),
    ...drawn.flatMap(({ data }) => {
      const base = bases.get(data.basedOn);
      return base === undefined ? [] : [drawnVersion(data, base)];
    }),
  ];
}

function byFramework<T extends { framework: string }>(
  folder: DataFolder,
  subfolder: string,
  schema: Parameters<typeof folder.check<T>>[2],
): Map<string, T> {
  const files = folder.readAll(subfolder).flatMap(({ file, raw }) => folder.check(file, raw, schema) ?? []);
  return new Map(files.map(({ data }) => [data.framework, data]));
}

/** A recorded 沿用 act of the shipped data. */
export type ShippedCarryOver = z.infer<typeof carryOversSchema>['acts'][number];

/** The recorded 沿用 acts of the shipped data, in their order. */
export function shippedCarryOvers(dataFolder: string = shippedData): readonly ShippedCarryOver[] {
  return new DataFolder(dataFolder, new FileFaults()).read('carry-overs.json', carryOversSchema)?.data.acts ?? [];
}
