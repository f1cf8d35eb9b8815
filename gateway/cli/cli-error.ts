/** Why a command did not do what it was asked, in the form every command shows. */
export interface CliError {
  readonly code: string;
  readonly message: string;
  readonly messageEn: string;
  readonly remedy: string;
}

/** Errors of the command line itself; those of the graph pass through with their own code. */
export const cliErrors = {
  gatewayUnreachable: (url: string, reason: string): CliError => ({
    code: 'GATEWAY_UNREACHABLE',
    message: `连不上网关 ${url}：${reason}`,
    messageEn: `The gateway ${url} does not answer: ${reason}`,
    remedy: '先运行 npm start，或用 --url、HUB_URL 指明网关地址',
  }),
  notGraphql: (url: string, status: number): CliError => ({
    code: 'NOT_A_GATEWAY',
    message: `${url} 的应答不是 GraphQL（HTTP ${status}）`,
    messageEn: `${url} does not answer as GraphQL (HTTP ${status})`,
    remedy: '核对网关地址，应以 /graphql 结尾',
  }),
  tokenMissing: (): CliError => ({
    code: 'TOKEN_MISSING',
    message: '没有访问令牌',
    messageEn: 'There is no access token',
    remedy: '设置环境变量 HUB_TOKEN；演示环境自动读取数据目录中的 tokens.json',
  }),
  fileUnreadable: (file: string, reason: string): CliError => ({
    code: 'FILE_UNREADABLE',
    message: `无法读取文件“${file}”：${reason}`,
    messageEn: `Cannot read ${file}: ${reason}`,
    remedy: '核对文件路径和权限',
  }),
  fileNotWritable: (file: string, reason: string): CliError => ({
    code: 'FILE_NOT_WRITABLE',
    message: `无法写入文件“${file}”：${reason}`,
    messageEn: `Cannot write ${file}: ${reason}`,
    remedy: '核对文件路径和权限',
  }),
  fileNameUnknown: (file: string): CliError => ({
    code: 'FILE_FORMAT_UNKNOWN',
    message: `不知道“${file}”应写成何种格式`,
    messageEn: `The name ${file} tells no format`,
    remedy: '文件名以 .csv 或 .ndjson 结尾',
  }),
  notAnUpload: (url: string, status: number): CliError => ({
    code: 'NOT_A_GATEWAY',
    message: `${url} 的应答不是网关的应答（HTTP ${status}）`,
    messageEn: `${url} does not answer as a gateway (HTTP ${status})`,
    remedy: '核对网关地址；稍后用同一编号重发',
  }),
  notAcceptable: (count: number): CliError => ({
    code: 'FILE_NOT_ACCEPTABLE',
    message: `照此报送不会被收下，审核意见 ${count} 条`,
    messageEn: `The file would be refused with ${count} findings`,
    remedy: '按所列行、列改正，核实性意见写明情况说明，再试审',
  }),
  refused: (count: number): CliError => ({
    code: 'PUBLICATION_REFUSED',
    message: `报送未被收下，审核意见 ${count} 条`,
    messageEn: `The publication was refused with ${count} findings`,
    remedy: '按审核意见改正后重报，未保存任何内容',
  }),
  actRefused: (count: number): CliError => ({
    code: 'ACT_REFUSED',
    message: `有 ${count} 项未能办理`,
    messageEn: `${count} publications could not be acted on`,
    remedy: '按所列原因处理后再办',
  }),
  badVariables: (): CliError => ({
    code: 'VARIABLES_NOT_JSON',
    message: '--variables 应为一个 JSON 对象',
    messageEn: '--variables must be a JSON object',
    remedy: `例如 --variables '{"code":"110106"}'`,
  }),
  unknownUnit: (unit: string): CliError => ({
    code: 'UNIT_UNKNOWN',
    message: `没有成员单位“${unit}”`,
    messageEn: `There is no member unit ${unit}`,
    remedy: '用 hub query 查询 memberUnits { code name }',
  }),
  unknownFramework: (code: string, known: string): CliError => ({
    code: 'FRAMEWORK_UNKNOWN',
    message: `没有指标体系“${code}”`,
    messageEn: `There is no framework ${code}`,
    remedy: `可用的有：${known}`,
  }),
  frameworkFaulty: (count: number): CliError => ({
    code: 'FRAMEWORK_FAULTY',
    message: `指标体系检查未通过：${count} 处`,
    messageEn: `The framework has ${count} faults`,
    remedy: '按所列各处改正数据文件',
  }),
  notEvaluated: (subject: string, year: number): CliError => ({
    code: 'NOT_EVALUATED',
    message: `没有评价对象“${subject}”${year} 年度的评价`,
    messageEn: `There is no evaluation of ${subject} for ${year}`,
    remedy: '核对评价对象代码和评价年度',
  }),
  unknownIndicator: (key: string): CliError => ({
    code: 'INDICATOR_UNKNOWN',
    message: `没有三级指标“${key}”`,
    messageEn: `There is no indicator ${key}`,
    remedy: '用 hub framework show 查看指标的 key',
  }),
  unexpectedAnswer: (detail: string): CliError => ({
    code: 'UNEXPECTED_ANSWER',
    message: '应答与本命令所知的结构不符',
    messageEn: `The answer does not have the shape this command knows: ${detail}`,
    remedy: '核对 hub 命令与服务端的版本是否一致',
  }),
  unhealthy: (count: number): CliError => ({
    code: 'DOCTOR_FINDINGS',
    message: `${count} 项检查未通过`,
    messageEn: `${count} checks failed`,
    remedy: '按各项所列办法处理',
  }),
} as const;
