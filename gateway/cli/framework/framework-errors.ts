import type { CliError } from '../cli-error.ts';

/** What commands about framework versions may say. */
export const frameworkErrors = {
  unknownVersion: (code: string): CliError => ({
    code: 'FRAMEWORK_VERSION_UNKNOWN',
    message: `没有指标体系版本“${code}”`,
    messageEn: `There is no framework version ${code}`,
    remedy: '用 hub framework versions 查看已有的版本',
  }),
  fileUnreadable: (file: string, reason: string): CliError => ({
    code: 'FILE_UNREADABLE',
    message: `无法读取文件“${file}”：${reason}`,
    messageEn: `Cannot read ${file}: ${reason}`,
    remedy: '核对文件路径和权限',
  }),
  fileTooLarge: (file: string, most: number): CliError => ({
    code: 'WORKBOOK_TOO_LARGE',
    message: `文件“${file}”超过 ${most} 字节`,
    messageEn: `${file} has more than ${most} bytes`,
    remedy: '只保留模板中的工作表和行列',
  }),
  fileNotWritable: (file: string, reason: string): CliError => ({
    code: 'FILE_NOT_WRITABLE',
    message: `无法写入文件“${file}”：${reason}`,
    messageEn: `Cannot write ${file}: ${reason}`,
    remedy: '核对目录是否存在、有无写入权限',
  }),
  refused: (errors: readonly RefusedError[]): CliError => {
    const [first] = errors;
    const more = errors.length > 1 ? `；共 ${errors.length} 处` : '';
    return {
      code: first?.code ?? 'REFUSED',
      message: `${first?.message ?? '未予处理'}${more}`,
      messageEn: first?.messageEn ?? 'Refused',
      remedy: first?.remedy ?? '按所列各处改正',
    };
  },
} as const;

interface RefusedError {
  readonly code: string;
  readonly message: string;
  readonly messageEn: string;
  readonly remedy: string;
}
