import { nextDelay } from './back-off.ts';
import { type ChildSpec, ManagedChild } from './managed-child.ts';

/** What the supervisor tells its surroundings. */
export interface SupervisorEvents {
  /** A sentence for the operator. */
  say(text: string): void;
  /** A process of the name runs now. */
  started(name: string, pid: number | undefined): void;
}

interface Service {
  readonly spec: ChildSpec;
  child: ManagedChild;
  delayMs: number;
  timer: NodeJS.Timeout | null;
  /** Its process is being ended on purpose, to make room for another. */
  isReplaced: boolean;
}

/** Keeps the services running: starts them, restarts what ends by itself, stops them in the opposite order. */
export class Supervisor {
  private readonly events: SupervisorEvents;
  /** Stages in the order of their start. */
  private readonly stages: Service[][] = [];
  private isStopping = false;

  constructor(events: SupervisorEvents) {
    this.events = events;
  }

  /** Starts services together and resolves when all answer; rejects when one does not come up at all. */
  async startStage(specs: readonly ChildSpec[]): Promise<void> {
    if (this.isStopping) throw new Error('the supervisor is stopping');
    const stage = specs.map(
      (spec): Service => ({ spec, child: this.spawn(spec), delayMs: 0, timer: null, isReplaced: false }),
    );
    this.stages.push(stage);
    await Promise.all(stage.map((service) => service.child.ready()));
    for (const service of stage) this.watch(service);
  }

  /** Stops everything, last stage first. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const stage of [...this.stages].reverse()) {
      for (const { timer } of stage) if (timer) clearTimeout(timer);
      await Promise.all(stage.map(({ child }) => child.stop()));
    }
  }

  /** Starts every service anew, one stage after the other; for development. */
  async restartAll(): Promise<void> {
    for (const stage of this.stages) {
      await Promise.all(
        stage.map(async (service) => {
          const before = service.child;
          service.isReplaced = true;
          await before.stop();
          service.isReplaced = false;
          await this.restart(service);
        }),
      );
    }
  }

  /** Ends everything at once. */
  kill(): void {
    this.isStopping = true;
    for (const { child } of this.stages.flat()) child.kill();
  }

  private spawn(spec: ChildSpec): ManagedChild {
    const child = new ManagedChild(spec);
    this.events.started(spec.name, child.pid);
    return child;
  }

  private watch(service: Service): void {
    void service.child.ended.then(({ reason, upMs }) => {
      if (this.isStopping || service.isReplaced) return;
      service.delayMs = nextDelay(service.delayMs, upMs);
      this.events.say(`${service.spec.name} ended (${reason}); restarting in ${service.delayMs / 1_000} s`);
      service.timer = setTimeout(() => void this.restart(service), service.delayMs);
    });
  }

  private async restart(service: Service): Promise<void> {
    if (this.isStopping) return;
    service.child = this.spawn(service.spec);
    this.watch(service);
    try {
      await service.child.ready();
      this.events.say(`${service.spec.name} is back (process ${service.child.pid})`);
    } catch {
      // It was ended for not answering; the watch above has already planned the next attempt.
    }
  }
}
