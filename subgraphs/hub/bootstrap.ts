import 'reflect-metadata';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { systemClock } from '../../shared/primitives/clock.ts';
import { readBootstrapConfig } from './config.ts';
import { openHubDatabase } from './database.ts';
import { createHubServices } from './hub-services.ts';

/**
 * Issues the first tokens of an installation, before anybody could ask for one: run by the launcher with the
 * database's own credentials. Prints `{"<name>":"<token>"}` on standard output and nothing else there.
 * With `BOOTSTRAP_FIRST=1` it issues nothing where there is an administrator already.
 */
const { DATABASE_URL, BOOTSTRAP, BOOTSTRAP_FIRST } = readBootstrapConfig();
// Standard output belongs to the tokens, so the log keeps silent; a fault ends the process with its message.
const dataSource = await openHubDatabase(DATABASE_URL, createLogger('hub-bootstrap', 'silent'));
try {
  const catalogue = loadCatalogue();
  const { tokens } = createHubServices({ dataSource, catalogue, trustedAcrs: new Set(), clock: systemClock });
  const issued = await tokens.issue(BOOTSTRAP, 'bootstrap', { isFirst: BOOTSTRAP_FIRST === '1' });
  if (issued.ok) {
    const texts = Object.fromEntries(BOOTSTRAP.map(({ name }, index) => [name, issued.value[index]]));
    process.stdout.write(`${JSON.stringify(texts)}\n`);
  } else {
    const findings = issued.error.map(({ row, code, message }) => `  #${row ?? '-'} ${code} ${message}`);
    process.stderr.write(`hub bootstrap: no token was issued\n${findings.join('\n')}\n`);
    process.exitCode = 1;
  }
} finally {
  await dataSource.destroy();
}
