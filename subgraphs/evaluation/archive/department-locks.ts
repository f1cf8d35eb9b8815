import { z } from 'zod';
import { sha256Hex } from '../../../shared/primitives/canonical-json.ts';
import { readVerifier } from '../../../shared/primitives/signer.ts';
import type { FollowedDepartment } from '../input-store/department-register.ts';
import type { GivenReceipt } from './archive.ts';
import { parseJson } from '../../../shared/primitives/parse-json.ts';

/** What is to be locked. */
export interface LockOrder {
  readonly subject: string;
  readonly year: number;
  /** Whose values; null for those of all units. */
  readonly memberUnit: string | null;
  readonly reason: string;
}

/** Has departments lock values; a port. */
export interface DepartmentLocks {
  /** Locks and answers with the department's receipt; throws `DepartmentNotLocked` where it could not be had. */
  lock(department: FollowedDepartment, order: LockOrder): Promise<GivenReceipt & { readonly position: string }>;
}

/** A department that is down, refuses, or answers with a receipt that is not one. */
export class DepartmentNotLocked extends Error {
  override readonly name = 'DepartmentNotLocked';
}

const TIMEOUT_MS = 15_000;

/** Locks through the gateway, like any other client, with the worker's own identity. */
export class GatewayDepartmentLocks implements DepartmentLocks {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  async lock(department: FollowedDepartment, order: LockOrder): Promise<GivenReceipt & { readonly position: string }> {
    const answer = await this.ask(documentOf(department), { input: order });
    const { data, errors } = answer;
    const lock = data?.lock;
    if (lock?.receipt == null) {
      const refused = lock?.errors?.map(({ message }) => message).join('；');
      throw new DepartmentNotLocked(refused || (errors?.[0]?.message ?? '应答中没有锁定回执'));
    }
    return checkReceipt(lock.receipt, department, order);
  }

  private async ask(query: string, variables: object): Promise<z.infer<typeof answerSchema>> {
    try {
      const response = await fetch(this.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          authorization: `Bearer ${this.token}`,
        },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return answerSchema.parse(await response.json());
    } catch (error) {
      throw new DepartmentNotLocked(
        error instanceof z.ZodError ? '应答不是锁定的结果' : `网关没有应答：${String(error)}`,
      );
    }
  }
}

/** The receipt, if it is signed and is about what was ordered. */
export function checkReceipt(
  receipt: GivenReceipt,
  department: FollowedDepartment,
  { subject, year, memberUnit }: LockOrder,
): GivenReceipt & { readonly position: string } {
  const key = readVerifier(receipt.publicKey);
  const content = contentSchema.safeParse(parseJson(receipt.content));
  const isSigned = key?.keyId === receipt.signedBy && key.verify(receipt.hash, receipt.signature);
  if (!isSigned || sha256Hex(receipt.content) !== receipt.hash)
    throw new DepartmentNotLocked('锁定回执的签名或摘要不符');
  const said = content.success ? content.data : null;
  const isOfOrder = said?.subject === subject && said.year === year && said.memberUnit === memberUnit;
  if (said === null || said.department !== department.service || !isOfOrder)
    throw new DepartmentNotLocked('锁定回执说的是另一件事');
  return { ...receipt, position: said.position };
}

function documentOf({ typePrefix }: FollowedDepartment): string {
  return `mutation LockValues($input: Lock${typePrefix}ObservationsInput!) {
  lock: lock${typePrefix}Observations(input: $input) {
    lockedCount receipt { hash content signature signedBy publicKey } errors { code message }
  }
}`;
}

const text = z.string();
const receiptSchema = z.object({ hash: text, content: text, signature: text, signedBy: text, publicKey: text });
const answerSchema = z.object({
  data: z
    .object({
      lock: z
        .object({ receipt: receiptSchema.nullish(), errors: z.array(z.object({ message: text })).nullish() })
        .nullish(),
    })
    .nullish(),
  errors: z.array(z.object({ message: text })).optional(),
});
const contentSchema = z.object({
  department: text,
  subject: text,
  year: z.number(),
  memberUnit: text.nullable(),
  position: z.string().regex(/^\d+$/),
  stateHash: text,
});
