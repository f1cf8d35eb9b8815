import type { BackupFault } from './backup-refused.ts';

/** Faults of the folder of a backup: nothing has been touched when one of them is told. */
export const folderErrors = {
  exists: (folder: string): BackupFault => ({
    code: 'BACKUP_EXISTS',
    message: `“${folder}”已存在`,
    messageEn: `${folder} exists already`,
    remedy: '换一个 --output 目录；备份从不覆盖已有内容',
  }),
  diskFull: (folder: string): BackupFault => ({
    code: 'DISK_FULL',
    message: `磁盘空间不足，备份未完成，未留下“${folder}”`,
    messageEn: `The disk is full; the backup was given up and ${folder} was not made`,
    remedy: '清出空间，或用 --output 写到另一块磁盘',
  }),
  notABackup: (folder: string): BackupFault => ({
    code: 'NOT_A_BACKUP',
    message: `“${folder}”不是完整的备份：没有可读的 manifest.json`,
    messageEn: `${folder} holds no whole backup: there is no manifest.json that can be read`,
    remedy: '核对目录；名称中带 .part- 的是未完成的备份，可以删除',
  }),
  otherFormat: (format: string): BackupFault => ({
    code: 'BACKUP_FORMAT_UNKNOWN',
    message: `不认识备份格式“${format}”`,
    messageEn: `The form ${format} of the backup is not known to this version`,
    remedy: '用做出该备份的版本或更新的版本恢复',
  }),
  manifestChanged: (): BackupFault => ({
    code: 'MANIFEST_CHANGED',
    message: '备份清单 manifest.json 已被改动或损坏',
    messageEn: 'manifest.json is not what was written: its hash does not fit',
    remedy: '取另一份副本；清单不可编辑',
  }),
  signatureWrong: (keyId: string | null): BackupFault => ({
    code: 'MANIFEST_SIGNATURE_WRONG',
    message: keyId === null ? '备份清单没有签名' : `备份清单不是由给出的公钥签名（签名密钥 ${keyId}）`,
    messageEn: keyId === null ? 'The manifest is not signed' : `The manifest is not signed by a given key (${keyId})`,
    remedy: '核对 --key 的公钥是否属于做出该备份的平台',
  }),
  fileMissing: (file: string): BackupFault => ({
    code: 'BACKUP_FILE_MISSING',
    message: `备份缺少文件“${file}”`,
    messageEn: `${file} is missing from the backup`,
    remedy: '取另一份副本',
  }),
  fileTruncated: (file: string, found: number, expected: number): BackupFault => ({
    code: 'BACKUP_FILE_TRUNCATED',
    message: `备份文件“${file}”长度不符：应为 ${expected} 字节，实为 ${found} 字节`,
    messageEn: `${file} has ${found} bytes instead of ${expected}`,
    remedy: '重新复制，或取另一份副本',
  }),
  fileChanged: (file: string): BackupFault => ({
    code: 'BACKUP_FILE_CHANGED',
    message: `备份文件“${file}”已被改动或损坏：摘要不符`,
    messageEn: `${file} is not what was written: its hash does not fit`,
    remedy: '取另一份副本',
  }),
} as const;

/** Faults of the databases. After any of them a restore has left nothing behind. */
export const databaseErrors = {
  unreachable: (reason: string): BackupFault => ({
    code: 'DATABASE_UNREACHABLE',
    message: `连不上数据库：${reason}`,
    messageEn: `The database does not answer: ${reason}`,
    remedy: '核对 HUB_DATA、HUB_POSTGRES_URL 或 MIGRATION_URLS',
  }),
  notMigrated: (database: string): BackupFault => ({
    code: 'DATABASE_EMPTY',
    message: `数据库“${database}”中没有平台的表，无可备份`,
    messageEn: `The database ${database} has no tables of the product`,
    remedy: '先启动一次平台，或核对连接的是否为该平台的数据库',
  }),
  notEmpty: (database: string, table: string): BackupFault => ({
    code: 'DATABASE_NOT_EMPTY',
    message: `数据库“${database}”不是空的：已有表“${table}”。只能恢复到空的数据库`,
    messageEn: `The database ${database} is not empty: it has the table ${table}. A backup is restored into empty databases only`,
    remedy: '换一个 HUB_DATA 或数据库服务器；确知旧数据不再需要时，先删除这些数据库',
  }),
  missing: (database: string): BackupFault => ({
    code: 'DATABASE_MISSING',
    message: `没有为“${database}”指明数据库`,
    messageEn: `There is no database for ${database}`,
    remedy: '在 MIGRATION_URLS 中为备份中的每个数据库写明所有者的连接',
  }),
  newer: (database: string, migration: string): BackupFault => ({
    code: 'BACKUP_NEWER',
    message: `备份来自更新的版本：数据库“${database}”有本版本不认识的迁移“${migration}”`,
    messageEn: `The backup was made by a newer version: ${database} has the migration ${migration}`,
    remedy: '用做出该备份的版本（见清单的 product）或更新的版本恢复',
  }),
  jobQueueDiffers: (): BackupFault => ({
    code: 'JOB_QUEUE_DIFFERS',
    message: '备份中任务队列的结构与本版本不同',
    messageEn: 'The job queue of the backup has another structure than that of this version',
    remedy: '先用做出该备份的版本恢复并启动一次，再升级',
  }),
  structureDiffers: (table: string): BackupFault => ({
    code: 'STRUCTURE_DIFFERS',
    message: `表“${table}”的结构与备份中的不同`,
    messageEn: `The table ${table} has another structure than in the backup`,
    remedy: '用做出该备份的版本恢复；仍不符时请联系维护者',
  }),
  contentDiffers: (table: string): BackupFault => ({
    code: 'RESTORED_DIFFERS',
    message: `恢复后“${table}”与备份不一致，已整体撤销`,
    messageEn: `${table} is not what was backed up after loading; everything was taken back`,
    remedy: '先用 hub backup verify 核验备份；仍不符时请联系维护者',
  }),
  receiptBroken: (unit: string, sequence: number, fault: string): BackupFault => ({
    code: 'RECEIPTS_NOT_SOUND',
    message: `单位“${unit}”第 ${sequence} 号回执：${fault}。已整体撤销`,
    messageEn: `Receipt ${sequence} of ${unit} is not what was issued; everything was taken back`,
    remedy: '备份之前数据已被改动：取更早的备份，并追查改动',
  }),
} as const;

/** Faults of keys and of the data folder. */
export const keyErrors = {
  noInstallation: (folder: string): BackupFault => ({
    code: 'NO_INSTALLATION',
    message: `“${folder}”不是平台的数据目录`,
    messageEn: `${folder} is no data folder of an installation`,
    remedy: '用 HUB_DATA 指明 npm start 所用的目录，或用 MIGRATION_URLS 指明各数据库',
  }),
  noDatabase: (folder: string): BackupFault => ({
    code: 'NO_DATABASE',
    message: `数据目录“${folder}”中没有数据库`,
    messageEn: `There is no database in the data folder ${folder}`,
    remedy: '使用已有的 PostgreSQL 时，像启动时一样设置 HUB_POSTGRES_URL',
  }),
  keyUnreadable: (file: string): BackupFault => ({
    code: 'KEY_UNREADABLE',
    message: `“${file}”不是 Ed25519 公钥`,
    messageEn: `${file} is no Ed25519 public key`,
    remedy: '写明 PEM 格式（SPKI）的公钥文件',
  }),
  passphraseMissing: (): BackupFault => ({
    code: 'PASSPHRASE_MISSING',
    message: '密钥只能加密保存，没有口令文件',
    messageEn: 'Keys are stored encrypted only, and there is no file with the passphrase',
    remedy: '用 --passphrase-file 指明存有口令（至少 12 个字符）的文件',
  }),
  passphraseShort: (): BackupFault => ({
    code: 'PASSPHRASE_TOO_SHORT',
    message: '口令不足 12 个字符',
    messageEn: 'The passphrase has fewer than 12 characters',
    remedy: '换用更长的口令，如 openssl rand -base64 24',
  }),
  passphraseWrong: (): BackupFault => ({
    code: 'PASSPHRASE_WRONG',
    message: '口令不符，不能解开备份中的密钥',
    messageEn: 'The passphrase does not open the keys of the backup',
    remedy: '核对 --passphrase-file；没有口令时，先把另行保管的密钥放回数据目录',
  }),
  noKeysInBackup: (): BackupFault => ({
    code: 'NO_KEYS_IN_BACKUP',
    message: '备份中没有密钥',
    messageEn: 'The backup holds no keys',
    remedy: '从另行保管之处取回 secrets.json 和 keys 目录；下次备份可加 --with-keys',
  }),
  keysNotHere: (): BackupFault => ({
    code: 'KEYS_NOT_HERE',
    message: '以 MIGRATION_URLS 连接时，密钥不在本机数据目录中',
    messageEn: 'With MIGRATION_URLS the keys are not in a data folder',
    remedy: '去掉 --with-keys，另行保管密钥文件',
  }),
  keysMissing: (services: string): BackupFault => ({
    code: 'KEYS_MISSING',
    message: `备份中没有密钥，数据目录中也没有：${services}`,
    messageEn: `Neither the backup nor the data folder has the signing keys of ${services}`,
    remedy: '把另行保管的 secrets.json 和 keys 目录放回数据目录；确已遗失时加 --new-keys，此后用新密钥签名',
  }),
  keysForeign: (services: string): BackupFault => ({
    code: 'KEYS_OF_ANOTHER_INSTALLATION',
    message: `数据目录中的密钥不是做出该备份的平台的密钥：${services}`,
    messageEn: `The keys in the data folder are not those of the installation that was backed up: ${services}`,
    remedy: '换用空的数据目录，或放回原来的密钥；确需换用时加 --new-keys',
  }),
  demoMismatch: (recorded: string, found: string): BackupFault => ({
    code: 'DEMO_MISMATCH',
    message: `备份的性质（HUB_DEMO=${recorded}）与数据目录（${found}）不同`,
    messageEn: `The backup is of HUB_DEMO=${recorded}, the data folder of ${found}`,
    remedy: '换用空的数据目录；演示数据与实际数据不得相混',
  }),
  demoUnknown: (): BackupFault => ({
    code: 'DEMO_UNKNOWN',
    message: '备份没有记载是否为演示数据',
    messageEn: 'The backup does not say whether it holds demo data',
    remedy: '写明 HUB_DEMO=off（实际数据）或 HUB_DEMO=on（演示数据）再恢复',
  }),
} as const;
