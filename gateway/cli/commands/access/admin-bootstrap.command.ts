import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { projectRoot } from '../../../../shared/config/project-root.ts';
import type { CliError } from '../../cli-error.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';

const run = promisify(execFile);

const issuedSchema = z.object({ 'security-administrator': z.string(), 'system-administrator': z.string() });

/**
 * Issues the tokens of the first two administrators, once: on the server itself, with the keys of the data folder.
 * A program of its own does it, because the command line speaks to the graph and to nothing behind it.
 */
export async function adminBootstrapCommand(
  subject: string,
  program = join(projectRoot, 'dist/shared/topology/admin-bootstrap.js'),
): Promise<CommandOutcome> {
  try {
    const { stdout } = await run(process.execPath, [program, subject]);
    const issued = issuedSchema.parse(JSON.parse(stdout));
    const lines = Object.entries(issued).map(([role, token]) => `${role} ${token}`);
    return {
      data: issued,
      plain: lines.join('\n'),
      error: null,
      warnings: ['两枚令牌仅显示这一次，请分别交给两名管理员；二者不得由一人持有'],
    };
  } catch (error) {
    return failed(toError(saidBy(error)));
  }
}

function saidBy(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'stderr' in error && error.stderr) return String(error.stderr);
  return error instanceof Error ? error.message : String(error);
}

function toError(said: string): CliError {
  if (said.includes('ADMINISTRATOR_EXISTS'))
    return {
      code: 'ADMINISTRATOR_EXISTS',
      message: '已有管理员，首任管理员只能签发一次',
      messageEn: 'There is an administrator already; the first ones are issued once',
      remedy: '由现任安全管理员用 hub token create 签发',
    };
  return {
    code: 'ADMIN_BOOTSTRAP_FAILED',
    message: `未能签发首任管理员的令牌：${said.trim()}`,
    messageEn: 'The first administrators could not be issued',
    remedy: '在服务器上、在平台运行时执行，并以 HUB_DATA 指明其数据目录',
  };
}
