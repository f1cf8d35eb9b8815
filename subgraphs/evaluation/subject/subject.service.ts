import type { SubjectKind } from '../../../shared/catalogue/subject/subject-kind.ts';
import { encodeCursor, type Page, type PageRequest } from '../../../shared/graphql/connection.ts';
import { badUserInput, forbidden } from '../../../shared/graphql/errors.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import { mayReadSubjects } from './permission.ts';
import type { Subject } from './subject.ts';
import { type SubjectPlace, SubjectRepository } from './subject.repository.ts';

/** Reads the register of subjects. */
export class SubjectService {
  private readonly database: EvaluationDatabase;

  constructor(database: EvaluationDatabase) {
    this.database = database;
  }

  private get repository(): SubjectRepository {
    return new SubjectRepository(this.database.manager);
  }

  /** The subjects of the codes, in their order; null for a code that is not in the register. */
  async findByCodes(viewer: Viewer, codes: readonly string[]): Promise<(Subject | null)[]> {
    checkRead(viewer);
    const found = await this.repository.findByCodes(codes);
    const byCode = new Map(found.map((subject) => [subject.code, subject]));
    return codes.map((code) => byCode.get(code) ?? null);
  }

  async page(viewer: Viewer, kind: SubjectKind | null, request: PageRequest): Promise<Page<Subject>> {
    checkRead(viewer);
    const after = request.after === null ? null : toPlace(request.after);
    const rows = await this.repository.page(kind, after, request.first + 1);
    return {
      items: rows.slice(0, request.first),
      cursorOf: ({ sortOrder, code }) => encodeCursor(`${sortOrder}:${code}`),
      hasNextPage: rows.length > request.first,
      hasPreviousPage: after !== null,
      totalCount: () => this.repository.count(kind),
    };
  }
}

function checkRead(viewer: Viewer): void {
  if (!mayReadSubjects(viewer)) throw forbidden('没有查看评价对象的权限');
}

function toPlace(text: string): SubjectPlace {
  const [, sortOrder, code] = /^(\d{1,9}):(.+)$/.exec(text) ?? [];
  if (sortOrder === undefined || code === undefined) throw badUserInput('after 不是本接口给出的游标');
  return { sortOrder: Number(sortOrder), code };
}
