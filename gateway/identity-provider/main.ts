import { join } from 'node:path';
import { createLogger } from '../../shared/observability/logger.ts';
import { systemClock } from '../../shared/primitives/clock.ts';
import { openAccounts } from './account/demo-accounts.ts';
import { scryptHasher } from './account/password-hash.ts';
import { readProviderConfig } from './config.ts';
import { createIdentityProvider, type IdentityProvider } from './provider.ts';
import { SigningKeys } from './token/signing-keys.ts';
import { stopOnSignals } from '../stop-on-signals.ts';

const config = readProviderConfig();
const log = createLogger('identity-provider', config.LOG_LEVEL);

async function start(): Promise<IdentityProvider> {
  const folder = join(config.HUB_DATA, 'identity-provider');
  const isDemo = config.DEMO !== 'off';
  const accounts = await openAccounts({ folder, isDemo, hasher: scryptHasher, now: systemClock.now() });
  const provider = createIdentityProvider({
    issuer: config.IDENTITY_ISSUER,
    audience: config.IDENTITY_AUDIENCE,
    clients: config.IDENTITY_CLIENTS,
    accounts,
    keys: await SigningKeys.open(folder, systemClock),
    hasher: scryptHasher,
    clock: systemClock,
    log,
  });
  const { port } = await provider.listen(config.SERVICE_HOST, config.SERVICE_PORT);
  log.info({ listening: port }, 'listening');
  process.send?.({ type: 'listening', port });
  return provider;
}

const running = start();
running.catch((error: unknown) => {
  log.fatal({ err: error }, 'the identity provider could not start');
  process.exit(1);
});
stopOnSignals(running);
