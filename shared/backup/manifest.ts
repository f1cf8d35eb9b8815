import { z } from 'zod';
import { canonicalJson, sha256Hex } from '../primitives/canonical-json.ts';
import { parseJson } from '../primitives/parse-json.ts';
import { readVerifier, type Signer, type Verifier } from '../primitives/signer.ts';

/** Name and version of the form; a reader takes only what it knows. */
export const BACKUP_FORMAT = 'hub-backup-1';
/** File of the manifest in the folder of a backup. */
export const MANIFEST_FILE = 'manifest.json';

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().min(0);
const position = z.string().regex(/^\d+$/);
/** A name that is a file within the folder of the backup, whatever stands in the manifest. */
const fileName = z.string().regex(/^\w[\w.-]*(?:\/\w[\w.-]*)?$/);

/** A table that holds rows: an ordinary one, or one part of a divided one. */
const shapeSchema = z.strictObject({
  schema: z.string(),
  name: z.string(),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  /** Columns of the primary key, by which the rows are in order; none: by all of the row as text. */
  key: z.array(z.string()),
  /** Which table it is a part of, and for which rows, as PostgreSQL words it. */
  part: z.strictObject({ of: z.string(), bound: z.string() }).nullable(),
});
export type TableShape = z.infer<typeof shapeSchema>;

const tableSchema = shapeSchema.extend({
  rows: count,
  /** Length of the rows as COPY writes them. */
  bytes: count,
  /** SHA-256 over the rows as COPY writes them, in the order of the key. */
  sha256: hex,
  file: fileName,
  fileBytes: count,
  /** SHA-256 over the compressed file. */
  fileSha256: hex,
});
export type BackedUpTable = z.infer<typeof tableSchema>;

const sequenceSchema = z.strictObject({
  schema: z.string(),
  name: z.string(),
  value: position,
  isCalled: z.boolean(),
});
export type SequenceState = z.infer<typeof sequenceSchema>;

const databaseSchema = z.strictObject({
  name: z.string().regex(/^\w+$/),
  /** When the snapshot of this database was taken, by the clock of its server. */
  snapshotAt: z.iso.datetime({ offset: true }),
  server: z.string(),
  /** Names of the migrations it has, in order. */
  migrations: z.array(z.string()),
  /** Numbers of the migrations of the job queue; null where there is none. */
  jobQueue: z.array(z.number().int()).nullable(),
  tables: z.array(tableSchema),
  sequences: z.array(sequenceSchema),
  /** Tables whose rows are worth nothing after a crash either. */
  leftOut: z.array(z.string()),
  /** Where a department's change feed stands; `stateHash` is null where there are too many cells to hash at once. */
  feed: z.strictObject({ position, cells: count, stateHash: hex.nullable() }).nullable(),
  /** Where the chains of receipts end. */
  receiptHeads: z.array(
    z.strictObject({ memberUnit: z.string(), sequence: position, hash: z.string(), signedBy: z.string() }),
  ),
});
export type BackedUpDatabase = z.infer<typeof databaseSchema>;

const manifestSchema = z.strictObject({
  format: z.literal(BACKUP_FORMAT),
  product: z.string(),
  takenAt: z.iso.datetime(),
  /** In the order in which the snapshots were taken: who follows others comes before them. */
  databases: z.array(databaseSchema).min(1),
  /** Demonstration data or not, and what of it was loaded; null where the installation does not say. */
  installation: z
    .strictObject({
      demo: z.enum(['on', 'off', 'national']),
      demoLoaded: z.enum(['on', 'national']).nullable(),
    })
    .nullable(),
  /** Public halves of the keys that sign receipts and rounds, by service. */
  signingKeys: z.array(z.strictObject({ service: z.string(), id: z.string(), publicKey: z.string() })),
  /** The encrypted file of keys and secrets; null: they are not in the backup and must be kept elsewhere. */
  keys: z.strictObject({ file: fileName, fileBytes: count, fileSha256: hex }).nullable(),
});
export type Manifest = z.infer<typeof manifestSchema>;

const signatureSchema = z.strictObject({ keyId: z.string(), publicKey: z.string(), value: z.string() });

const envelopeSchema = z.strictObject({
  manifest: manifestSchema,
  /** SHA-256 over the canonical JSON of the manifest. */
  hash: hex,
  /** Ed25519 over the hash; null where no key was at hand. */
  signature: signatureSchema.nullable(),
});

/** A manifest as it was read: whole, and by whom it was signed. */
export interface ReadManifest {
  readonly manifest: Manifest;
  readonly hash: string;
  readonly signedBy: string | null;
}

/** What is wrong with the text of a manifest. */
export type ManifestFault =
  | { readonly kind: 'not-a-manifest' }
  | { readonly kind: 'other-format'; readonly format: string }
  | { readonly kind: 'changed' }
  | { readonly kind: 'signature'; readonly keyId: string | null };

/** The text of the manifest's file. */
export function writeManifest(manifest: Manifest, signer: Signer | null): string {
  const hash = hashOfManifest(manifest);
  const signature =
    signer === null ? null : { keyId: signer.keyId, publicKey: signer.publicKey, value: signer.sign(hash) };
  return textOf({ manifest, hash, signature });
}

/**
 * Reads the text of a manifest's file. The hash finds damage; the signature finds forgery, where a key is given that is
 * known from elsewhere — else the key beside it is taken, which shows only that both belong together.
 */
export function readManifest(text: string, trusted: readonly Verifier[]): ReadManifest | ManifestFault {
  const value = parseJson(text);
  const format = formatOf(value);
  if (format === null) return { kind: 'not-a-manifest' };
  if (format !== BACKUP_FORMAT) return { kind: 'other-format', format };
  const parsed = envelopeSchema.safeParse(value);
  if (!parsed.success) return { kind: 'changed' };
  const { manifest, hash, signature } = parsed.data;
  // There is one way to write a manifest, so that a change anywhere in the file shows.
  if (hashOfManifest(manifest) !== hash || textOf(parsed.data) !== text) return { kind: 'changed' };
  if (signature === null)
    return trusted.length > 0 ? { kind: 'signature', keyId: null } : { manifest, hash, signedBy: null };
  const key = trusted.length > 0 ? trusted.find(({ keyId }) => keyId === signature.keyId) : ownKey(signature);
  if (key === undefined || !isSignature(key, hash, signature.value))
    return { kind: 'signature', keyId: signature.keyId };
  return { manifest, hash, signedBy: signature.keyId };
}

/** The name of a table as people and file names know it. */
export function tableName({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${schema}.${name}`;
}

function ownKey({ publicKey, keyId }: z.infer<typeof signatureSchema>): Verifier | undefined {
  const key = readVerifier(publicKey);
  // PEM may be written in many ways, the file in one.
  return key !== null && key.keyId === keyId && key.publicKey === publicKey ? key : undefined;
}

/** The last sign of a text in base64 has bits that decoding does not look at. */
function isSignature(key: Verifier, hash: string, value: string): boolean {
  return Buffer.from(value, 'base64url').toString('base64url') === value && key.verify(hash, value);
}

/** Members stand in the order of the schema. */
function textOf(envelope: z.infer<typeof envelopeSchema>): string {
  return `${JSON.stringify(envelopeSchema.parse(envelope), null, 1)}\n`;
}

function hashOfManifest(manifest: Manifest): string {
  return sha256Hex(canonicalJson({ ...manifest }));
}

function formatOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('manifest' in value)) return null;
  const { manifest } = value;
  if (typeof manifest !== 'object' || manifest === null || !('format' in manifest)) return null;
  return typeof manifest.format === 'string' ? manifest.format : null;
}
