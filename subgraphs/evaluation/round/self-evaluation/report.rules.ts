import type { Issue } from '../../../../shared/primitives/issue.ts';
import { sha256Hex } from '../../../../shared/primitives/canonical-json.ts';
import { selfEvaluationErrors } from './self-evaluation.errors.ts';

/** A report as it is handed in. */
export interface ReportUpload {
  readonly name: string;
  readonly mediaType: string;
  /** Base64. */
  readonly content: string;
  /** Given by those who want the transfer checked. */
  readonly sha256: string | null;
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const PDF = Buffer.from('%PDF-');
/** OFD and DOCX are ZIP packages. */
const ZIP = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const LONGEST_NAME = 120;

/** Everything that speaks against a report; its bytes where nothing does. */
export function checkReport(
  { name, mediaType, content, sha256 }: ReportUpload,
  limits: { readonly largestBytes: number; readonly mediaTypes: readonly string[] },
): { readonly bytes: Buffer; readonly issues: readonly Issue[] } {
  const bytes = BASE64.test(content) ? Buffer.from(content, 'base64') : Buffer.alloc(0);
  const issues: Issue[] = [];
  if (name.trim() === '' || name.length > LONGEST_NAME || /[\\/\p{Cc}]/u.test(name)) {
    issues.push(selfEvaluationErrors.reportName());
  }
  if (bytes.length === 0 || bytes.length > limits.largestBytes) {
    issues.push(selfEvaluationErrors.reportSize(limits.largestBytes));
  } else if (!limits.mediaTypes.includes(mediaType) || !beginsAs(bytes, mediaType)) {
    issues.push(selfEvaluationErrors.reportFormat());
  } else if (sha256 !== null && sha256.toLowerCase() !== sha256Hex(bytes)) {
    issues.push(selfEvaluationErrors.reportDigest());
  }
  return { bytes, issues };
}

function beginsAs(bytes: Buffer, mediaType: string): boolean {
  const head = mediaType === 'application/pdf' ? PDF : ZIP;
  return bytes.subarray(0, head.length).equals(head);
}
