import { loadCatalogue } from '../../../shared/catalogue/load-catalogue.ts';
import { dayInShanghai } from '../../../shared/primitives/calendar-day.ts';
import { type CliConfig, readCliConfig, readTokenFile } from '../config.ts';
import { GraphqlClient } from '../graphql-client.ts';
import { DemoLoader } from './demo-loader.ts';
import { districtDemo, nationalDemo } from './demo-set.ts';
import { registerDemoPeople } from './people.ts';

/** Loads the demo data into a running hub; the launcher runs it at the first start. */
async function load(config: CliConfig): Promise<void> {
  const catalogue = loadCatalogue();
  const lines: string[] = [];
  const say = (text: string): void => {
    lines.push(text);
    process.stdout.write(`${text}\n`);
  };
  const loader = new DemoLoader({
    catalogue,
    clientOf: clientsOf(config),
    say,
    today: dayInShanghai(new Date()),
    catchUpMs: 300_000,
  });
  const people = config.issuer === undefined ? null : registerDemoPeople(config, config.issuer);
  await Promise.all([loader.load(districtDemo(catalogue)), people]);
  if (config.demo === 'national') await loader.load(nationalDemo(catalogue));
  if (people !== null) say(`${await people} people`);
  process.stdout.write(`${lines.join(', ')}\n`);
}

/** One client for each of those who act, with their own token. */
function clientsOf(config: CliConfig): (who: string) => GraphqlClient {
  const tokens = {
    ...readTokenFile(config.dataFolder, 'unit-tokens.json'),
    ...readTokenFile(config.dataFolder, 'tokens.json'),
  };
  const clients = new Map<string, GraphqlClient>();
  return (who) => {
    const known = clients.get(who);
    if (known) return known;
    const client = new GraphqlClient({ url: config.url, token: tokens[who] ?? null });
    clients.set(who, client);
    return client;
  };
}

load(readCliConfig()).catch((error: unknown) => {
  process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
