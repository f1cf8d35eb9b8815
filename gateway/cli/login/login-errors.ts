import type { CliError } from '../cli-error.ts';

/** What may go wrong with `hub login`. */
export const loginErrors = {
  issuerMissing: (): CliError => ({
    code: 'ISSUER_MISSING',
    message: '不知道在哪里登录',
    messageEn: 'The address of the identity provider is not known',
    remedy: '用 --issuer 或 IDENTITY_ISSUER 指明身份服务的地址',
  }),
  issuerUnreachable: (issuer: string, reason: string): CliError => ({
    code: 'ISSUER_UNREACHABLE',
    message: `身份服务 ${issuer} 没有可用的应答：${reason}`,
    messageEn: `The identity provider ${issuer} gives no usable answer: ${reason}`,
    remedy: '核对身份服务的地址，并确认它正在运行',
  }),
  refused: (reason: string): CliError => ({
    code: 'LOGIN_REFUSED',
    message: `身份服务未准许登录：${reason}`,
    messageEn: `The identity provider refused the login: ${reason}`,
    remedy: '重新运行 hub login；仍不成功时请联系管理员',
  }),
  timedOut: (minutes: number): CliError => ({
    code: 'LOGIN_TIMED_OUT',
    message: `${minutes} 分钟内没有完成登录`,
    messageEn: `Nobody has logged in within ${minutes} minutes`,
    remedy: '重新运行 hub login，并在浏览器中打开所示地址',
  }),
} as const;
