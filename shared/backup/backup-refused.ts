/** Why a backup was not made or not restored: a stable code, texts for people, and what to do. */
export interface BackupFault {
  readonly code: string;
  readonly message: string;
  readonly messageEn: string;
  readonly remedy: string;
}

/** Ends a backup or a restore for a reason that the operator can mend: shown as its fault, without a stack. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused';
  readonly fault: BackupFault;

  constructor(fault: BackupFault) {
    super(fault.messageEn);
    this.fault = fault;
  }
}
