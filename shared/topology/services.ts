/** Names of the services, as they appear in files, logs, databases and the graph. */
export type ServiceName =
  | 'hub'
  | 'hrss'
  | 'sasac'
  | 'education'
  | 'union'
  | 'evaluation'
  | 'identity'
  | 'worker'
  | 'gateway';

/** One process of the topology. */
export interface ServiceDefinition {
  readonly name: ServiceName;
  /** What it is to the others: `subgraph` answers a part of the graph. */
  readonly kind: 'subgraph' | 'identity' | 'worker' | 'gateway';
  /** Compiled entry under `dist`. */
  readonly entry: string;
  /** Database it works on with its app role; null for none. The worker shares the one of evaluation. */
  readonly database: string | null;
  /**
   * Stages are spawned in this order and stopped in the opposite one. The last holds both the gateway and the
   * worker: the worker waits for news through the gateway, which could not finish while it does.
   */
  readonly stage: 1 | 2 | 3;
  /** Runs in a demonstration only; an installation in use has an identity provider of its own. */
  readonly isDemoOnly?: true;
  /** How long it may take to stop. All stages and the database together stay within about ten seconds. */
  readonly graceMs: number;
}

function subgraph(
  name: 'hub' | 'hrss' | 'sasac' | 'education' | 'union' | 'evaluation',
  stage: 1 | 2,
): ServiceDefinition {
  return { name, kind: 'subgraph', entry: `subgraphs/${name}/main.js`, database: name, stage, graceMs: 1_500 };
}

/** All processes, in the order in which they start. */
export const SERVICES: readonly ServiceDefinition[] = [
  subgraph('hub', 1),
  subgraph('hrss', 2),
  subgraph('sasac', 2),
  subgraph('education', 2),
  subgraph('union', 2),
  subgraph('evaluation', 2),
  {
    name: 'identity',
    kind: 'identity',
    entry: 'gateway/identity-provider/main.js',
    database: null,
    stage: 2,
    isDemoOnly: true,
    graceMs: 1_500,
  },
  {
    name: 'worker',
    kind: 'worker',
    entry: 'subgraphs/evaluation/worker/main.js',
    database: 'evaluation',
    stage: 3,
    graceMs: 2_000,
  },
  { name: 'gateway', kind: 'gateway', entry: 'gateway/main.js', database: null, stage: 3, graceMs: 4_000 },
];

/** Subgraphs, in the order in which they start. */
export const SUBGRAPHS: readonly ServiceDefinition[] = SERVICES.filter((service) => service.kind === 'subgraph');

/** Databases, one for each subgraph. */
export const DATABASES: readonly string[] = SUBGRAPHS.map((service) => service.name);

/** Stages in the order in which they are spawned. */
export const STAGES = [1, 2, 3] as const;
