import type { DataSource } from 'typeorm';
import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import { type DemoMode, loadSubjects } from '../../../shared/catalogue/subject/subjects.ts';
import type { Subject } from './subject.ts';
import { SubjectRepository } from './subject.repository.ts';

/** Brings the shipped subjects into the register, or up to date. Repeating it changes nothing; nothing is removed. */
export async function seedSubjects(dataSource: DataSource, catalogue: Catalogue, demo: DemoMode): Promise<void> {
  const entries = loadSubjects(demo, [...catalogue.memberUnits.values()]);
  const subjects = entries.map((entry, index): Subject => {
    return { ...entry, ...validityOf(catalogue, entry.code), sortOrder: index + 1 };
  });
  await new SubjectRepository(dataSource.manager).upsert(subjects);
}

/** Member units are named `<district>-<unit>` and have the validity of the unit. */
function validityOf(catalogue: Catalogue, code: string): Pick<Subject, 'validFrom' | 'validTo'> {
  const unit = catalogue.memberUnits.get(code.slice(code.indexOf('-') + 1));
  return { validFrom: unit?.validFrom ?? null, validTo: unit?.validTo ?? null };
}
