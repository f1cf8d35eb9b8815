import type { EntityManager } from 'typeorm';
import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import type { Framework } from '../../../shared/catalogue/framework/framework.ts';
import { FrameworkRegister } from '../framework/framework-register.ts';
import { FrameworkVersionRepository } from '../framework-version/framework-version.repository.ts';
import { type ReadVersion, VersionReader } from '../framework-version/version-reader.ts';
import { YearCalculator } from '../result/recalculation/year-calculator.ts';
import type { AssumedVersion } from './what-if.ts';

/** Another version of a framework, a draft too, made ready to judge one year as if it were in force. */
export interface OtherVersion {
  readonly read: ReadVersion;
  readonly calculator: YearCalculator;
}

export interface OtherVersionDependencies {
  readonly catalogue: Catalogue;
  readonly catalogueDigest: string;
}

/** Null where no version has the code. Nothing is put in force: the version lives in a catalogue of this answer alone. */
export async function otherVersion(
  manager: EntityManager,
  { catalogue, catalogueDigest }: OtherVersionDependencies,
  { code, year }: { readonly code: string; readonly year: number },
): Promise<OtherVersion | null> {
  const [record] = await new FrameworkVersionRepository(manager).records(code);
  if (record === undefined) return null;
  const read = await new VersionReader(catalogue).read(manager, record);
  const { framework, split, model, kpis } = read.version;
  const alone: Catalogue = {
    ...catalogue,
    frameworks: new Map([[framework.id, { ...framework, years: [year] }]]),
    splits: new Map([[framework.id, split]]),
    scoringModels: new Map([[framework.id, model]]),
    kpis,
  };
  const register = new FrameworkRegister(alone);
  return { read, calculator: new YearCalculator({ catalogue: alone, register, catalogueDigest }) };
}

/** What the version is, and how its indicators stand to those of the framework in force. */
export function describeVersion({ read }: OtherVersion, official: Framework): AssumedVersion {
  const { framework } = read.version;
  const known = new Set(official.indicators.map(({ key }) => key));
  const kept = new Set(framework.indicators.map(({ key }) => key));
  return {
    code: framework.id,
    title: framework.title,
    isDraft: read.record.state === 'DRAFT',
    continuedCount: framework.indicators.filter(({ key }) => known.has(key)).length,
    added: framework.indicators.filter(({ key }) => !known.has(key)).map(({ name }) => name),
    dropped: official.indicators.filter(({ key }) => !kept.has(key)).map(({ name }) => name),
  };
}
