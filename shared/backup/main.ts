import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BackupRefused, type BackupFault } from './backup-refused.ts';
import { readBackupConfig } from './config.ts';
import { type BackupReport, type Course, runBackup, runRestore, runVerify } from './run-backup.ts';

/**
 * Backs up, verifies or restores: `main.js backup|verify|restore FOLDER [options]`. Says how it goes on standard error and
 * prints `{"report":…}` or `{"fault":…}` on standard output; `hub backup` and `hub restore` put that in words.
 */
async function run(parameters: string[], course: Course): Promise<BackupReport> {
  const { values, positionals } = parseArgs({
    args: parameters,
    allowPositionals: true,
    options: {
      'with-keys': { type: 'boolean', default: false },
      'new-keys': { type: 'boolean', default: false },
      'keys-only': { type: 'boolean', default: false },
      'passphrase-file': { type: 'string' },
      key: { type: 'string', multiple: true, default: [] },
    },
  });
  const [act, given = ''] = positionals;
  const folder = resolve(given);
  const passphraseFile = values['passphrase-file'];
  switch (act) {
    case 'backup':
      return runBackup(readBackupConfig(), { folder, withKeys: values['with-keys'], passphraseFile }, course);
    case 'verify':
      return runVerify(folder, values.key);
    case 'restore':
      return runRestore(
        readBackupConfig(),
        {
          folder,
          passphraseFile,
          keyFiles: values.key,
          withNewKeys: values['new-keys'],
          keysOnly: values['keys-only'],
        },
        course,
      );
    default:
      throw new Error('backup, verify or restore');
  }
}

function toFault(error: unknown): BackupFault {
  if (error instanceof BackupRefused) return error.fault;
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: 'BACKUP_FAILED',
    message: `未能完成：${reason}`,
    messageEn: `It could not be done: ${reason}`,
    remedy: '按所述原因处理后再试；未留下不完整的备份或数据',
  };
}

const abort = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => abort.abort());

run(process.argv.slice(2), { signal: abort.signal, say: (text) => process.stderr.write(`${text}\n`) }).then(
  (report) => void process.stdout.write(`${JSON.stringify({ report })}\n`),
  (error: unknown) => {
    process.stdout.write(`${JSON.stringify({ fault: toFault(error) })}\n`);
    process.exitCode = 1;
  },
);
