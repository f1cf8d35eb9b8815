import type { ArchiveFault } from '../../../shared/archive/archive-fault.ts';
import type { ReplayDifference } from '../../../shared/archive/replay-difference.ts';
import type { CliError } from '../cli-error.ts';

/** What can be wrong with an archive and with the commands about it. */
export const archiveErrors = {
  notAKey: (path: string): CliError => ({
    code: 'KEY_UNREADABLE',
    message: `“${path}”不是 Ed25519 公钥`,
    messageEn: `${path} is no Ed25519 public key`,
    remedy: '写明 PEM 格式（SPKI）的公钥文件',
  }),
  snapshotNotSound: ([first, ...others]: readonly ArchiveFault[]): CliError => ({
    code: 'SNAPSHOT_NOT_SOUND',
    message: `${first === undefined ? '快照不完整' : placed(first)}${others.length > 0 ? `；另有 ${others.length} 处` : ''}`,
    messageEn: first === undefined ? 'The snapshot is not whole' : placedEn(first),
    remedy: '与封存单位保存的快照比对；各处见 --format json 的 faults',
  }),
  proofNotSound: (fault: ArchiveFault): CliError => ({
    code: 'PROOF_NOT_SOUND',
    message: placed(fault),
    messageEn: placedEn(fault),
    remedy: '请重新取得存证；仍不符时向协调小组办公室查询',
  }),
  replayDiffers: ({ subject, indicator, path, sealed, replayed, line }: ReplayDifference): CliError => ({
    code: 'REPLAY_DIFFERS',
    message: `评价对象 ${subject}${indicator === null ? '' : ` 指标 ${indicator}`} 的 ${path}：快照为 ${sealed ?? '（无）'}，重算为 ${replayed ?? '（无）'}${line === null ? '' : `（第 ${line} 行）`}`,
    messageEn: `subject ${subject}${indicator === null ? '' : `, indicator ${indicator}`}, ${path}: sealed ${sealed ?? 'nothing'}, replayed ${replayed ?? 'nothing'}`,
    remedy: '先用 hub verify snapshot 核验快照；快照无误而重算不同的，说明计算程序的版本不同',
  }),
  notReplayable: (line: number, reason: string): CliError => ({
    code: 'SNAPSHOT_UNREADABLE',
    message: `第 ${line} 行：不能据以重算（${reason}）`,
    messageEn: `line ${line}: cannot be calculated with (${reason})`,
    remedy: '先用 hub verify snapshot 核验快照',
  }),
  notSealedInTime: (round: string, waiting: readonly string[]): CliError => ({
    code: 'ARCHIVE_NOT_SEALED',
    message: `${round} 尚未封存${waiting.length > 0 ? `，正在等待：${waiting.join('、')}` : ''}`,
    messageEn: `${round} is not sealed yet${waiting.length > 0 ? `; waiting for ${waiting.join(', ')}` : ''}`,
    remedy: '封存在后台继续；稍后再运行同一命令即可取得快照',
  }),
  noArchive: (round: string): CliError => ({
    code: 'ARCHIVE_UNKNOWN',
    message: `${round} 没有已封存的归档`,
    messageEn: `There is no sealed archive of ${round}`,
    remedy: '核对年度评价代码；用 hub archive 封存',
  }),
  noProof: (value: string): CliError => ({
    code: 'VALUE_NOT_IN_ARCHIVE',
    message: `归档中没有“${value}”，或无权查看`,
    messageEn: `The archive holds no ${value}, or it is not yours to see`,
    remedy: '按 评价对象/数据项/报告期[/分组] 填写，如 110106/industrial-workers/2025 或 …/2025/ownership=private',
  }),
  badValue: (value: string): CliError => ({
    code: 'VALUE_NOT_READABLE',
    message: `看不懂“${value}”`,
    messageEn: `${value} does not name a value`,
    remedy: '按 评价对象/数据项/报告期[/分组] 填写，如 110106/industrial-workers/2025',
  }),
} as const;

function placed({ line, section, key, message }: ArchiveFault): string {
  return `第 ${line} 行${section === null ? '' : `（${[section, key].filter((each) => each !== null).join(' ')}）`}：${message}`;
}

function placedEn({ line, section, key, messageEn }: ArchiveFault): string {
  return `line ${line}${section === null ? '' : ` (${[section, key].filter((each) => each !== null).join(' ')})`}: ${messageEn}`;
}
