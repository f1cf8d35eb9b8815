import type { EntityManager } from 'typeorm';
import type { SubjectKind } from '../../../shared/catalogue/subject/subject-kind.ts';
import type { Subject } from './subject.ts';

const COLUMNS = 'code, name, kind, parent, valid_from, valid_to, is_demo, sort_order';

export interface SubjectRow {
  readonly code: string;
  readonly name: string;
  readonly kind: SubjectKind;
  readonly parent: string | null;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
  readonly is_demo: boolean;
  readonly sort_order: number;
}

/** Where a page of the register begins: after this place in the official order. */
export interface SubjectPlace {
  readonly sortOrder: number;
  readonly code: string;
}

/** The register of subjects. */
export class SubjectRepository {
  private readonly manager: EntityManager;

  constructor(manager: EntityManager) {
    this.manager = manager;
  }

  async findByCodes(codes: readonly string[]): Promise<Subject[]> {
    const rows: SubjectRow[] = await this.manager.query(`select ${COLUMNS} from subject where code = any($1)`, [codes]);
    return rows.map(toSubject);
  }

  async all(): Promise<Subject[]> {
    const rows: SubjectRow[] = await this.manager.query(`select ${COLUMNS} from subject order by sort_order, code`);
    return rows.map(toSubject);
  }

  /** A page in the official order; asks for one more than `limit` where the caller wants to know what follows. */
  async page(kind: SubjectKind | null, after: SubjectPlace | null, limit: number): Promise<Subject[]> {
    const rows: SubjectRow[] = await this.manager.query(
      `select ${COLUMNS} from subject
       where ($1::text is null or kind = $1) and (sort_order, code) > ($2, $3)
       order by sort_order, code limit $4`,
      [kind, after?.sortOrder ?? -1, after?.code ?? '', limit],
    );
    return rows.map(toSubject);
  }

  async count(kind: SubjectKind | null): Promise<number> {
    const rows: { total: number }[] = await this.manager.query(
      'select count(*)::integer as total from subject where ($1::text is null or kind = $1)',
      [kind],
    );
    return rows[0]?.total ?? 0;
  }

  async upsert(subjects: readonly Subject[]): Promise<void> {
    const column = <T>(pick: (subject: Subject) => T): T[] => subjects.map(pick);
    await this.manager.query(
      `insert into subject as old (${COLUMNS})
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::date[], $6::date[], $7::boolean[], $8::integer[])
       on conflict (code) do update set
         name = excluded.name, kind = excluded.kind, parent = excluded.parent, valid_from = excluded.valid_from,
         valid_to = excluded.valid_to, is_demo = excluded.is_demo, sort_order = excluded.sort_order
       where (old.name, old.kind, old.parent, old.valid_from, old.valid_to, old.is_demo, old.sort_order) is distinct from
         (excluded.name, excluded.kind, excluded.parent, excluded.valid_from, excluded.valid_to, excluded.is_demo, excluded.sort_order)`,
      [
        column((subject) => subject.code),
        column((subject) => subject.name),
        column((subject) => subject.kind),
        column((subject) => subject.parent),
        column((subject) => subject.validFrom),
        column((subject) => subject.validTo),
        column((subject) => subject.isDemo),
        column((subject) => subject.sortOrder),
      ],
    );
  }
}

export function toSubject(row: SubjectRow): Subject {
  return {
    code: row.code,
    name: row.name,
    kind: row.kind,
    parent: row.parent,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    isDemo: row.is_demo,
    sortOrder: row.sort_order,
  };
}
