import { z } from 'zod';
import { readOnce } from '../reading/shipped-data.ts';
import type { SubjectKind } from './subject-kind.ts';

/** Which demo data an installation carries: none, the demo district, or the demo district and fictitious provinces. */
export type DemoMode = 'off' | 'on' | 'national';

export const demoModeSchema = z.enum(['off', 'on', 'national']).default('off');

/** 评价对象 of an installation. */
export interface SubjectEntry {
  readonly code: string;
  readonly name: string;
  readonly kind: SubjectKind;
  readonly parent: string | null;
  readonly isDemo: boolean;
}

const fileSchema = z.object({
  status: z.string(),
  source: z.string(),
  district: z.object({ code: z.string(), name: z.string(), demoName: z.string(), parent: z.string() }),
  demoProvinces: z.object({ firstCode: z.number(), count: z.number(), namePrefix: z.string() }),
});

const readShipped = readOnce('subjects.json', fileSchema, (file) => file);

/**
 * The subjects of an installation: the district, its member units (code `<district>-<unit>`), and in demo mode
 * `national` the fictitious provinces. Names in a demo say that they are one.
 */
export function loadSubjects(mode: DemoMode, units: readonly { id: string; nameZh: string }[]): SubjectEntry[] {
  const { district, demoProvinces } = readShipped();
  const isDemo = mode !== 'off';
  const districtEntry: SubjectEntry = {
    code: district.code,
    name: isDemo ? district.demoName : district.name,
    kind: 'district',
    parent: null,
    isDemo,
  };
  const unitEntries = units.map(
    (unit): SubjectEntry => ({
      code: `${district.code}-${unit.id}`,
      name: isDemo ? `${unit.nameZh}（演示）` : unit.nameZh,
      kind: 'member-unit',
      parent: district.code,
      isDemo,
    }),
  );
  return [districtEntry, ...unitEntries, ...(mode === 'national' ? provinces(demoProvinces) : [])];
}

function provinces(demo: { firstCode: number; count: number; namePrefix: string }): SubjectEntry[] {
  return Array.from({ length: demo.count }, (_, index) => ({
    code: String(demo.firstCode + index),
    name: `${demo.namePrefix}${String(index + 1).padStart(2, '0')}`,
    kind: 'province',
    parent: null,
    isDemo: true,
  }));
}
