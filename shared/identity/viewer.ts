import { z } from 'zod';
import { ROLES, type Role } from './role.ts';

/**
 * Who asks. Made by the gateway from a checked token, carried to every service in a signed header,
 * and part of every service call. There is no anonymous viewer inside the hub.
 */
export interface Viewer {
  /** Stable identifier of the person or machine. */
  readonly subject: string;
  /** Code of the member unit (成员单位) the caller belongs to; null for callers outside the units. */
  readonly memberUnit: string | null;
  readonly roles: readonly Role[];
  /** What the access is for, as stated when it was granted. */
  readonly purpose: string;
  /** What owners have granted this viewer to read (授权), beyond what the roles reach. */
  readonly grants?: readonly ReadGrant[] | undefined;
}

/** Reading of one unit's figures, all or those of some measures. */
export interface ReadGrant {
  readonly memberUnit: string;
  /** Codes of measures; null means all. */
  readonly measures: readonly string[] | null;
}

const viewerSchema = z.strictObject({
  subject: z.string().min(1),
  memberUnit: z.string().min(1).nullable(),
  roles: z.array(z.enum(ROLES)),
  purpose: z.string(),
  grants: z
    .array(z.strictObject({ memberUnit: z.string().min(1), measures: z.array(z.string().min(1)).nullable() }))
    .optional(),
});

/** The viewer as the text of a header: base64url of its JSON. Equal viewers give equal texts. */
export function encodeViewer(viewer: Viewer): string {
  const { subject, memberUnit, roles, purpose, grants } = viewer;
  return Buffer.from(JSON.stringify({ subject, memberUnit, roles, purpose, grants })).toString('base64url');
}

/** The viewer in a header text, or null when it is not one. */
export function decodeViewer(text: string): Viewer | null {
  try {
    return viewerSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}

/** The viewer described by unchecked data, for example an introspection answer; null when it is not one. */
export function parseViewer(data: unknown): Viewer | null {
  const parsed = viewerSchema.safeParse(data);
  return parsed.success ? parsed.data : null;
}

export function hasRole(viewer: Viewer, ...roles: readonly Role[]): boolean {
  return roles.some((role) => viewer.roles.includes(role));
}

/** Whether an owner has granted this viewer reading of a measure's figures. */
export function isGranted(viewer: Viewer, memberUnit: string, measure: string): boolean {
  return (viewer.grants ?? []).some(
    (grant) => grant.memberUnit === memberUnit && (grant.measures === null || grant.measures.includes(measure)),
  );
}
