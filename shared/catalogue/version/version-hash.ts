import { canonicalJson, sha256Hex } from '../../primitives/canonical-json.ts';
import type { VersionDocuments } from './version-documents.schema.ts';

/** The documents of a version in the one byte form that is hashed. */
export function canonicalVersion(documents: VersionDocuments): string {
  // Fields that are absent are left out, as they are where the documents are kept.
  return canonicalJson(JSON.parse(JSON.stringify(documents)));
}

/** SHA-256 over the documents of a version: equal hashes mean equal versions. */
export function hashVersion(documents: VersionDocuments): string {
  return sha256Hex(canonicalVersion(documents));
}
