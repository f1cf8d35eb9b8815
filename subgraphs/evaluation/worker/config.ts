import { z } from 'zod';
import { demoModeSchema } from '../../../shared/catalogue/subject/subjects.ts';
import { readConfig } from '../../../shared/config/read-config.ts';

export const workerSchema = z.object({
  /** Address of the gateway's GraphQL endpoint. */
  GATEWAY_URL: z.url(),
  /** Token of the worker's own identity, role `service`. */
  SERVICE_TOKEN: z.string().min(1),
  /** Where `/health` and `/metrics` are answered. */
  SERVICE_HOST: z.string().default('127.0.0.1'),
  SERVICE_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  DATABASE_URL: z.url(),
  /** File with the Ed25519 private key (PKCS#8, PEM) that seals rounds; without it nothing is sealed. */
  SIGNING_KEY_FILE: z.string().optional(),
  HUB_DEMO: demoModeSchema,
  /** Batches of recalculations at once, and subjects in a batch: memory grows with their product. */
  RECALCULATION_CONCURRENCY: z.coerce.number().int().min(1).max(32).default(2),
  RECALCULATION_BATCH: z.coerce.number().int().min(1).max(500).default(25),
  LOG_LEVEL: z.string().default('info'),
});

export type WorkerConfig = z.infer<typeof workerSchema>;

export function readWorkerConfig(): WorkerConfig {
  return readConfig('worker', workerSchema);
}
