import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { LocalProcess } from './compose-process.ts';
import type { ComposeService } from './compose-topology.ts';

interface Running {
  readonly spec: LocalProcess;
  readonly child: ChildProcess;
  output: string;
}

/** Only what never comes up is given up: a loaded machine is slow, not wrong. */
const HEALTHY_WITHIN_MS = 180_000;
const LOOK_MS = 100;

/** Starts services as plain processes in the order that `depends_on` asks for, and stops them in the opposite one. */
export class ComposeRunner {
  private readonly running: Running[] = [];

  constructor(private readonly toProcess: (service: ComposeService) => LocalProcess) {}

  /** Runs a service to its end, with further parameters where `docker compose run` would take them. */
  async run(
    service: ComposeService,
    parameters: readonly string[] = [],
  ): Promise<{ code: number | null; output: string }> {
    const started = this.spawn(this.toProcess(service), parameters);
    const [code] = await once(started.child, 'close');
    return { code, output: started.output };
  }

  /** Starts a task and ends it before its own end, when `until` says so; resolves with what it had said. */
  async interrupt(service: ComposeService, until: () => Promise<void>): Promise<string> {
    const started = this.spawn(this.toProcess(service), []);
    const ended = once(started.child, 'close');
    try {
      await until();
    } finally {
      started.child.kill('SIGTERM');
      await ended;
    }
    return started.output;
  }

  /** Starts services, each when all it needs is so far: ended well, healthy, or just started. Resolves when all are. */
  async up(services: readonly ComposeService[]): Promise<void> {
    const reached = new Map<string, Promise<void>>();
    const reach = (service: ComposeService): Promise<void> => {
      const known = reached.get(service.name);
      if (known !== undefined) return known;
      const needs = service.dependsOn.flatMap(({ service: name, condition }) => {
        const needed = services.find((candidate) => candidate.name === name);
        // What is `service_started` only holds nobody up.
        return needed && condition !== 'service_started' ? [reach(needed)] : [];
      });
      const done = Promise.all(needs).then(() => this.start(service));
      reached.set(service.name, done);
      return done;
    };
    await Promise.all(services.map(reach));
  }

  /** Ends everything, who needs others before them; each process with the code it ended with. */
  async down(): Promise<Map<string, number | string | null>> {
    const codes = new Map<string, number | string | null>();
    for (const { spec, child } of this.running.toReversed()) {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      }
      codes.set(spec.name, child.signalCode ?? child.exitCode);
    }
    return codes;
  }

  kill(): void {
    for (const { child } of this.running) child.kill('SIGKILL');
  }

  private async start(service: ComposeService): Promise<void> {
    const spec = this.toProcess(service);
    if (spec.healthcheck === null) {
      const { code, output } = await this.run(service);
      if (code !== 0) throw new Error(`${service.name} ended with ${code}:\n${output}`);
      return;
    }
    const started = this.spawn(spec, []);
    this.running.push(started);
    const deadline = Date.now() + HEALTHY_WITHIN_MS;
    // The check is a process of its own: it is asked when somebody listens, not ten times a second before.
    while (!((await isListening(spec)) && (await this.isHealthy(spec)))) {
      if (started.child.exitCode !== null) throw new Error(`${service.name} ended:\n${started.output}`);
      if (Date.now() > deadline) throw new Error(`${service.name} is not healthy:\n${started.output}`);
      await delay(LOOK_MS);
    }
  }

  /** What the container's health check says: the command of the file, in the environment of the process. */
  private async isHealthy(spec: LocalProcess): Promise<boolean> {
    const [program = '', ...parameters] = spec.healthcheck ?? [];
    const check = spawn(program, parameters, { cwd: spec.folder, env: { ...spec.environment }, stdio: 'ignore' });
    const [code] = await once(check, 'exit');
    return code === 0;
  }

  /** With the environment of the file and nothing else, as a container has it. */
  private spawn(spec: LocalProcess, parameters: readonly string[]): Running {
    const [program, ...own] = spec.argv;
    const child = spawn(program, [...own, ...parameters], {
      cwd: spec.folder,
      env: { ...spec.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const started: Running = { spec, child, output: '' };
    const note = (chunk: Buffer): void => {
      started.output += chunk.toString('utf8');
    };
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    return started;
  }
}

/** Whether somebody takes connections at the port that the environment names. */
function isListening({ environment }: LocalProcess): Promise<boolean> {
  const port = Number(environment['SERVICE_PORT'] ?? environment['HUB_PORT']);
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
