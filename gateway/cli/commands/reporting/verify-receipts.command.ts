import { readFileSync } from 'node:fs';
import { type CliError, cliErrors } from '../../cli-error.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';
import { readKey } from '../../receipts/receipt-file.ts';
import { type ReceiptFault, verifyReceipts } from '../../receipts/verify-receipts.ts';

export interface VerifyReceiptsOptions {
  /** Files of the public keys that are trusted. */
  readonly key?: readonly string[] | undefined;
  readonly quick?: boolean | undefined;
}

/** Says whether a file of receipts is whole and genuine, or which line is the first that is not. Asks nobody. */
export async function verifyReceiptsCommand(
  file: string,
  { key, quick }: VerifyReceiptsOptions,
): Promise<CommandOutcome> {
  const trusted: string[] = [];
  for (const path of key ?? []) {
    const pem = readPem(path);
    if (pem === null || readKey(pem, null) === null) return failed(notAKey(path));
    trusted.push(pem);
  }
  try {
    const verdict = await verifyReceipts(file, { trusted, isQuick: quick ?? false });
    if (!verdict.isSound) return { data: { fault: verdict.fault }, plain: '', error: notSound(verdict.fault) };
    const { header, receipts, lastHash } = verdict;
    const { department, memberUnit } = header;
    return {
      data: { department, memberUnit, receipts, lastHash },
      plain: `${receipts} 份回执均真实、相连、完整  子图 ${department}  单位 ${memberUnit}  末份摘要 ${lastHash}`,
      error: null,
      warnings: [
        trusted.length > 0
          ? null
          : '公钥取自文件本身，只能证明文件未被改动；要证明出自本系统，请用 --key 写明从可信渠道得到的公钥文件',
        quick ? '只验了末份的签名，它经由前后相连覆盖此前各份的内容；此前各份自己的签名未逐一核验' : null,
      ].filter((line) => line !== null),
    };
  } catch (error) {
    return failed(cliErrors.fileUnreadable(file, error instanceof Error ? error.message : String(error)));
  }
}

function readPem(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function notAKey(path: string): CliError {
  return {
    code: 'KEY_UNREADABLE',
    message: `“${path}”不是 Ed25519 公钥`,
    messageEn: `${path} is no Ed25519 public key`,
    remedy: '写明 PEM 格式（SPKI）的公钥文件',
  };
}

function notSound({ line, sequence, message, messageEn }: ReceiptFault): CliError {
  const which = sequence === null ? '' : `（第 ${sequence} 号回执）`;
  return {
    code: 'RECEIPTS_NOT_SOUND',
    message: `第 ${line} 行${which}：${message}`,
    messageEn: `line ${line}${sequence === null ? '' : `, receipt ${sequence}`}: ${messageEn}`,
    remedy: '此行之前的回执无误；请重新导出比对，仍不符时向牵头单位查询',
  };
}
