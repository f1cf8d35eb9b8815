import { loadCatalogue } from '../catalogue/load-catalogue.ts';
import { type DemoUnit, demoTokenOrders, DemoTokenFiles, parseIssuedTokens, SERVICE_TOKEN } from './first-tokens.ts';
import type { DemoMode } from './installation-state.ts';
import type { SecretStore } from './secrets.ts';

export interface FirstTokens {
  readonly secrets: SecretStore;
  readonly demo: DemoMode;
  /** Folder of `tokens.json` and `unit-tokens.json`. */
  readonly tokenFolder: string;
  /** Connection of the hub's app role. */
  readonly hubUrl: string;
  /** Runs `subgraphs/hub/bootstrap.js` and returns what it prints. */
  readonly bootstrap: (environment: Record<string, string>) => Promise<string>;
}

/** Issues the worker's token and, in a demonstration, those of everybody who acts in it, as far as missing; says how many. */
export async function issueFirstTokens({
  secrets,
  demo,
  tokenFolder,
  hubUrl,
  bootstrap,
}: FirstTokens): Promise<number> {
  const files = new DemoTokenFiles(tokenFolder);
  const needsService = secrets.current.serviceToken === null;
  // A database made anew knows none of the tokens in the files; a known one lacks those that a newer version adds.
  const demoOrders = demo === 'off' ? [] : demoTokenOrders(demoUnits());
  const missing = needsService ? demoOrders : files.missing(demoOrders);
  const orders = needsService ? [SERVICE_TOKEN, ...missing] : missing;
  if (orders.length === 0) return 0;
  const output = await bootstrap({ DATABASE_URL: hubUrl, BOOTSTRAP: JSON.stringify(orders), LOG_LEVEL: 'error' });
  const { [SERVICE_TOKEN.name]: serviceToken, ...demoTokens } = parseIssuedTokens(output);
  if (missing.length > 0) files.write(demoTokens, { isKeeping: !needsService });
  if (needsService) secrets.setServiceToken(serviceToken ?? null);
  return orders.length;
}

function demoUnits(): DemoUnit[] {
  return [...loadCatalogue().memberUnits.values()].map(({ id, kind }) => ({ id, isHosted: kind === 'hosted' }));
}
