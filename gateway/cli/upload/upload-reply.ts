import { z } from 'zod';

const issueSchema = z.object({
  code: z.string(),
  severity: z.enum(['ERROR', 'WARNING', 'HINT']),
  path: z.array(z.string()),
  row: z.number().nullable(),
  message: z.string(),
  messageEn: z.string(),
  rule: z.string(),
  remedy: z.string(),
  currentValue: z.string().nullish(),
  comparedValue: z.string().nullish(),
});

const receiptSchema = z.object({
  sequence: z.number(),
  hash: z.string(),
  previousHash: z.string(),
  signature: z.string(),
  signedBy: z.string(),
  issuedAt: z.string(),
});

const publicationSchema = z.object({
  id: z.string(),
  kind: z.string(),
  state: z.string(),
  rowCount: z.number(),
  unchangedCount: z.number(),
  createdAt: z.string(),
  feedPosition: z.string().nullable(),
});

const comparisonSchema = z.object({
  new: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  changes: z.array(z.looseObject({ line: z.number(), kind: z.string() })),
});

/** What a department answers to a file. */
export const uploadReplySchema = z.object({
  publication: publicationSchema.nullable(),
  receipt: receiptSchema.nullable(),
  comparison: comparisonSchema.nullable(),
  isAcceptable: z.boolean(),
  errors: z.array(issueSchema),
  errorCount: z.number(),
});
export type UploadReply = z.infer<typeof uploadReplySchema>;
export type UploadIssue = z.infer<typeof issueSchema>;

/** How the gateway refuses a file without the department's findings. */
export const refusalSchema = z.object({
  errors: z
    .array(
      z.object({
        message: z.string(),
        extensions: z.looseObject({ code: z.string(), retryable: z.boolean().optional() }),
      }),
    )
    .min(1),
});

/** What `<department>Receipt(key)` tells of a key. */
export const receiptAnswerSchema = z.object({
  answer: z.object({ receipt: receiptSchema.nullable(), publication: publicationSchema.nullable() }).nullable(),
});
export const RECEIPT_ANSWER = `
  receipt { sequence hash previousHash signature signedBy issuedAt }
  publication { id kind state rowCount unchangedCount createdAt feedPosition }`;
