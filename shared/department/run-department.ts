import { readFileSync } from 'node:fs';
import { loadCatalogue } from '../catalogue/load-catalogue.ts';
import { loadSubjects } from '../catalogue/subject/subjects.ts';
import { serveSubgraph } from '../graphql/serve-subgraph.ts';
import { NonceRegister } from '../identity/nonce-register.ts';
import { parseHopKeys } from '../identity/signed-hop.ts';
import { createLogger } from '../observability/logger.ts';
import { canReach, openDataSource } from '../persistence/data-source.ts';
import { openNonceTable } from '../persistence/nonce-table.ts';
import { systemClock } from '../primitives/clock.ts';
import { openChangeSignal } from './change-feed/change-signal.ts';
import type { Department } from './department.ts';
import type { DepartmentConfig } from './department.config.ts';
import { departmentEntities } from './department-entities.ts';
import type { DepartmentDependencies, DepartmentSubgraph } from './department-subgraph.ts';
import { createEd25519Signer } from '../primitives/signer.ts';

/** Runs a department's subgraph as a process until it is told to stop. */
export async function runDepartment(
  department: Department,
  config: DepartmentConfig,
  createSubgraph: (dependencies: DepartmentDependencies) => Promise<DepartmentSubgraph>,
): Promise<void> {
  const log = createLogger(department.service, config.LOG_LEVEL);
  const catalogue = loadCatalogue();
  const dataSource = await openDataSource({
    service: department.service,
    url: config.DATABASE_URL,
    entities: departmentEntities,
    log,
    structure: 'department',
  });
  const signal = await openChangeSignal(config.DATABASE_URL, log);
  const { schema, upload } = await createSubgraph({
    dataSource,
    catalogue,
    subjects: loadSubjects(config.DEMO, [...catalogue.memberUnits.values()]),
    signer: createEd25519Signer(readFileSync(config.SIGNING_KEY_FILE, 'utf8')),
    signal,
    clock: systemClock,
  });
  const place = { service: department.service, url: config.DATABASE_URL, log };
  const nonces = config.NONCE_STORE === 'database' ? new NonceRegister(openNonceTable(place)) : null;
  await serveSubgraph({
    name: department.service,
    schema,
    upload,
    hopKeys: parseHopKeys(config.HOP_KEYS),
    nonces,
    log,
    host: config.SERVICE_HOST,
    port: config.SERVICE_PORT,
    isReady: () => canReach(dataSource),
    onClose: async () => {
      await nonces?.close();
      await signal.close();
      await dataSource.destroy();
    },
  });
}
