import type { DataSource, EntityManager } from 'typeorm';
import type { FrameworkRegister } from '../framework/framework-register.ts';
import { ChangeReach } from '../result/recalculation/change-reach.ts';
import { enqueueRecalculations, type SubjectYear } from '../result/recalculation/recalculation-job.repository.ts';
import { SubjectRepository } from '../subject/subject.repository.ts';
import { PendingObservationRepository } from '../pending/pending-observation.repository.ts';
import { applyChanges, type CellName } from './apply-changes.ts';
import type { FeedPage } from './feed-change.ts';
import { IngestRepository, yearOf } from './ingest.repository.ts';

/** While a backlog is read, recalculations wait this long so that pages of one subject fall together. */
const BACKLOG_DELAY_SECONDS = 2;

/** What became of a page. */
export interface Ingested {
  readonly position: bigint;
  readonly added: number;
  readonly closed: number;
}

/** Takes pages of a department's change feed into the input store, each in one transaction with its cursor and jobs. */
export class IngestService {
  private readonly dataSource: DataSource;
  private readonly reach: ChangeReach;

  constructor(dataSource: DataSource, register: FrameworkRegister) {
    this.dataSource = dataSource;
    this.reach = new ChangeReach(register);
  }

  /** Changes at or before the cursor were taken in already and are passed over. */
  async ingest(department: string, page: FeedPage): Promise<Ingested> {
    return this.dataSource.transaction(async (manager) => {
      const repository = new IngestRepository(manager);
      const { position, at } = await repository.lockCursor(department);
      const changes = page.changes.filter((change) => change.position > position);
      const waiting = new PendingObservationRepository(manager);
      const cells = changes.map(({ observation }) => observation);
      const known = { counting: await repository.knownCells(cells), pending: await waiting.ofCells(cells) };
      const { closed, added, pending, settled, touched } = applyChanges(changes, known);
      await repository.close(closed, at);
      await repository.add(department, added, at);
      await waiting.remove(settled);
      await waiting.put(department, pending);
      const reached = changes.at(-1)?.position ?? position;
      await repository.moveCursor(department, reached, page.head);
      await this.enqueue(manager, touched, reached < page.head);
      return { position: reached, added: added.length, closed: closed.length };
    });
  }

  /** Only evaluations that read a touched value: its own year's, later ones of which it is the base, and no framework's that lacks it. */
  private async enqueue(manager: EntityManager, touched: readonly CellName[], isBacklog: boolean): Promise<void> {
    if (touched.length === 0) return;
    const codes = [...new Set(touched.map(({ subject }) => subject))];
    const subjects = await new SubjectRepository(manager).findByCodes(codes);
    const kinds = new Map(subjects.map(({ code, kind }) => [code, kind]));
    const pairs = new Map<string, SubjectYear>();
    for (const { subject, measure, period } of touched) {
      const kind = kinds.get(subject);
      if (kind === undefined) continue;
      for (const year of this.reach.yearsTouched(kind, measure, yearOf(period)))
        pairs.set(`${subject}:${year}`, { subject, year });
    }
    await enqueueRecalculations(manager, [...pairs.values()], isBacklog ? BACKLOG_DELAY_SECONDS : 0);
  }
}
