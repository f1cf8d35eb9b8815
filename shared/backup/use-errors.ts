import type { BackupFault } from './backup-refused.ts';

/** Faults of who else uses the data folder or the server: nothing has been touched. */
export const useErrors = {
  hubRunning: (folder: string, address: string, pid: number): BackupFault => ({
    code: 'HUB_RUNNING',
    message: `平台正在数据目录“${folder}”上运行（${address}，进程 ${pid}），不能恢复到其中`,
    messageEn: `The hub runs on the data folder ${folder} (${address}, process ${pid}): nothing is restored into it`,
    remedy:
      '用 HUB_DATA 指明另一个空的数据目录再恢复，核对无误后停下原平台、改用新目录启动；确要用原目录时，先停下平台（Ctrl-C 或 SIGTERM）并把原目录改名留存',
  }),
  folderBusy: (folder: string, pid: number): BackupFault => ({
    code: 'DATA_FOLDER_BUSY',
    message: `数据目录“${folder}”正由另一个进程（${pid}）使用：启动、停止、备份或恢复`,
    messageEn: `The data folder ${folder} is in use by process ${pid}: a start, a stop, a backup or a restore`,
    remedy: '待其结束后再试',
  }),
  serverUnfit: (reason: string): BackupFault => ({
    code: 'DATABASE_SERVER_UNFIT',
    message: `HUB_POSTGRES_URL 所指的 PostgreSQL 不能使用：${reason}`,
    messageEn: `The PostgreSQL of HUB_POSTGRES_URL cannot be used: ${reason}`,
    remedy: '核对地址、用户和口令；该用户须有 CREATEDB 和 CREATEROLE',
  }),
} as const;
