import { z } from 'zod';
import { code, dataStatus, day, provenance, slug, subjectKind, text } from './text.schema.ts';

const classification = z.strictObject({
  id: slug,
  zh: text,
  subjectKind,
  status: dataStatus,
  reason: text,
  groups: z.array(z.strictObject({ id: slug, zh: text })).min(1),
});

const membership = z.strictObject({ subject: code, group: slug, validFrom: day, validTo: day.nullable() });

/** 同类评价对象 (data/peer-groups.json). */
export const peerGroupsSchema = z.strictObject({
  ...provenance,
  reason: text,
  classifications: z.array(classification),
  memberships: z.array(membership),
});
