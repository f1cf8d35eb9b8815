export interface UploadPolicy {
  /** Largest file. */
  readonly limitBytes: number;
  /** How long all of an upload may take, the department's answer with it. */
  readonly limitMs: number;
  /** How long nothing may move while the file is under way. */
  readonly idleMs: number;
  /** Uploads under way at once, all clients together. */
  readonly inFlight: number;
  /** Of these, one client's. */
  readonly inFlightPerClient: number;
}

export const defaultUploadPolicy: UploadPolicy = {
  limitBytes: 512 * 1_048_576,
  limitMs: 600_000,
  idleMs: 30_000,
  inFlight: 16,
  inFlightPerClient: 2,
};
