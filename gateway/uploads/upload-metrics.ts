import { Counter, Histogram, type Registry } from 'prom-client';

/**
 * - `stored` the department took it
 * - `refused` it said no
 * - `cut` the client left, or sent something else than it said
 * - `limit` too large, too slow
 * - `unavailable` the department could not be had, or was lost on the way
 * - `fault` something is wrong with it or with us
 */
export type UploadResult = 'stored' | 'refused' | 'cut' | 'limit' | 'unavailable' | 'fault';

export interface UploadMeasure {
  readonly department: string;
  readonly result: UploadResult;
  readonly bytes: number;
  readonly seconds: number;
}

const SECONDS = [0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600];

/** Counts what became of uploads that were let in, in the registry of the gateway. */
export function createUploadMetrics(registry: Registry): (measure: UploadMeasure) => void {
  const labelNames = ['department', 'result'];
  const registers = [registry];
  const uploads = new Counter({ name: 'uploads_total', help: 'Uploads by what became of them', labelNames, registers });
  const bytes = new Counter({ name: 'upload_bytes_total', help: 'Bytes of uploads handed on', labelNames, registers });
  const duration = new Histogram({
    name: 'upload_duration_seconds',
    help: 'Uploads from their head to the answer',
    labelNames,
    buckets: SECONDS,
    registers,
  });
  return ({ department, result, ...measured }) => {
    uploads.inc({ department, result });
    bytes.inc({ department, result }, measured.bytes);
    duration.observe({ department, result }, measured.seconds);
  };
}
