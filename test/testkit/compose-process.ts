import { join } from 'node:path';
import type { ComposeService, ComposeTopology } from './compose-topology.ts';

/** Where containers become plain processes. */
export interface LocalPlace {
  /** Port of each service on 127.0.0.1, by the name of the service. */
  readonly ports: ReadonlyMap<string, number>;
  /** Folder in place of each container's own /tmp. */
  readonly temporary: string;
  /** Folder in place of the image's /app: with `dist`, `node_modules` and what else the image holds. */
  readonly root: string;
}

/** A container as a plain process: to be started with exactly this environment. */
export interface LocalProcess {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly healthcheck: readonly string[] | null;
}

/** Own address and port of a process, by the variable that says it. */
const OWN_PORTS = new Set(['SERVICE_PORT', 'HUB_PORT']);
const OWN_HOSTS = new Set(['SERVICE_HOST', 'HUB_HOST']);

/** The plain process a service is on one machine: names of hosts, ports and paths of the container mapped, nothing else. */
export function toLocalProcess(service: ComposeService, topology: ComposeTopology, place: LocalPlace): LocalProcess {
  const environment = Object.fromEntries(
    Object.entries(service.environment).map(([name, value]) => {
      if (OWN_HOSTS.has(name)) return [name, '127.0.0.1'];
      if (OWN_PORTS.has(name)) return [name, String(portOf(service.name, place))];
      return [name, toLocalText(value, service, topology, place)];
    }),
  );
  const [program, ...parameters] = service.command;
  if (program !== 'node') throw new Error(`${service.name} is no process of ours`);
  return {
    name: service.name,
    argv: [process.execPath, ...parameters],
    environment,
    folder: place.root,
    healthcheck: service.healthcheck && [process.execPath, ...service.healthcheck.slice(1)],
  };
}

function toLocalText(text: string, service: ComposeService, topology: ComposeTopology, place: LocalPlace): string {
  const mounts = [...service.secrets, ...service.volumes];
  const mounted = mounts.find(({ target }) => text === target || text.startsWith(`${target}/`));
  if (mounted) return join(mounted.source, text.slice(mounted.target.length));
  if (text === '/tmp' || text.startsWith('/tmp/'))
    return join(place.temporary, service.name, text.slice('/tmp'.length));
  return addresses(topology, place).reduce((said, [from, to]) => said.replaceAll(from, to), text);
}

/** `name:port` as containers call each other, and published ports of this machine, with the address here instead. */
function addresses(topology: ComposeTopology, place: LocalPlace): [RegExp, string][] {
  return topology.services.flatMap(({ name, ports }) => {
    const port = place.ports.get(name);
    if (port === undefined) return [];
    const here = `127.0.0.1:${port}`;
    const published = ports.map(({ published }): [RegExp, string] => [
      new RegExp(`\\b127\\.0\\.0\\.1:${published}\\b`, 'g'),
      here,
    ]);
    return [[new RegExp(`(?<![\\w.-])${name}:\\d+`, 'g'), here], ...published];
  });
}

function portOf(name: string, place: LocalPlace): number {
  const port = place.ports.get(name);
  if (port === undefined) throw new Error(`no port for ${name}`);
  return port;
}
