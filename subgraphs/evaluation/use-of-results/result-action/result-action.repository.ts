import type { EntityManager } from 'typeorm';
import { isUuid, newId } from '../../../../shared/primitives/identifiers.ts';
import type { ParticipantKind } from '../../round/participant.ts';
import { rectificationsOf } from '../rectification/rectification.repository.ts';
import type {
  BasisGrade,
  ResultAction,
  ResultActionAct,
  ResultActionEvent,
  ResultActionStateName,
} from './result-action.ts';

interface ActionRow {
  readonly id: string;
  readonly framework: string;
  readonly year: number;
  readonly round: string;
  readonly participant_kind: ParticipantKind;
  readonly participant: string;
  readonly rule: string;
  readonly action: string;
  readonly basis: readonly BasisGrade[];
  readonly basis_digest: string;
  readonly state: ResultActionStateName;
  readonly raised_by: string;
  readonly raised_at: Date;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  readonly reason: string | null;
  readonly is_demo: boolean;
}

interface EventRow {
  readonly action: string;
  readonly act: ResultActionAct;
  readonly actor: string;
  readonly actor_unit: string | null;
  readonly reason: string | null;
  readonly happened_at: Date;
}

/** Which actions are asked for; null for any. */
export interface ActionFilter {
  readonly framework: string | null;
  readonly year: number | null;
  readonly kind: ParticipantKind | null;
  readonly participant: string | null;
  readonly state: ResultActionStateName | null;
}

/** Which actions may be told: all, or confirmed ones that are the unit's own or of an action open to all. */
export type ActionSight =
  | { readonly kind: 'all' }
  | { readonly kind: 'confirmed'; readonly ownUnit: string | null; readonly openActions: readonly string[] };

/** What a caller did, for the record of an action. */
export interface NotedAct {
  readonly act: ResultActionAct;
  readonly actor: string;
  readonly actorUnit: string | null;
  readonly reason: string | null;
  readonly detail: object;
  readonly at: Date;
  readonly traceId: string;
}

const COLUMNS = `id, framework, year, round, participant_kind, participant, rule, action, basis, basis_digest, state,
  raised_by, raised_at, decided_by, decided_at, reason, is_demo`;
const WHERE = `where ($1::text is null or framework = $1) and ($2::integer is null or year = $2)
  and ($3::text is null or participant_kind = $3) and ($4::text is null or participant = $4)
  and ($5::text is null or state = $5)
  and ($6 or (state = 'CONFIRMED' and ((participant_kind = 'MEMBER_UNIT' and participant = $7) or action = any($8))))`;

/** Proposals and what became of them. */
export class ResultActionRepository {
  private readonly manager: EntityManager;

  constructor(manager: EntityManager) {
    this.manager = manager;
  }

  /** The action, held until the transaction ends. */
  async lock(id: string): Promise<ResultAction | null> {
    if (!isUuid(id)) return null;
    const rows: ActionRow[] = await this.manager.query(
      `select ${COLUMNS} from result_action where id = $1 for update`,
      [id],
    );
    return (await this.complete(rows))[0] ?? null;
  }

  /** In the order in which they were raised. */
  async page(filter: ActionFilter, sight: ActionSight, after: string | null, limit: number): Promise<ResultAction[]> {
    const rows: ActionRow[] = await this.manager.query(
      `select ${COLUMNS} from result_action ${WHERE} and ($9::uuid is null or id > $9) order by id limit $10`,
      [...parameters(filter, sight), after, limit],
    );
    return this.complete(rows);
  }

  async count(filter: ActionFilter, sight: ActionSight): Promise<number> {
    const rows: { total: number }[] = await this.manager.query(
      `select count(*)::integer as total from result_action ${WHERE}`,
      parameters(filter, sight),
    );
    return rows[0]?.total ?? 0;
  }

  /** Puts a proposal on record; null where the same one stands already. One that had lapsed stands again. */
  async propose(action: ResultAction): Promise<string | null> {
    const rows: { id: string }[] = await this.manager.query(
      `insert into result_action (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
       on conflict (framework, year, participant_kind, participant, rule, basis_digest)
         do update set state = 'PROPOSED' where result_action.state = 'LAPSED'
       returning id`,
      [
        ...[action.id, action.framework, action.year, action.round, action.kind, action.code, action.rule],
        ...[action.action, JSON.stringify(action.basis), action.basisDigest, action.state, action.raisedBy],
        ...[action.raisedAt, action.decidedBy, action.decidedAt, action.reason, action.isDemo],
      ],
    );
    return rows[0]?.id ?? null;
  }

  async decide(
    id: string,
    decision: { state: ResultActionStateName; by: string | null; at: Date | null; reason: string | null },
  ): Promise<void> {
    const { state, by, at, reason } = decision;
    await this.manager.query(
      `update result_action set state = $2, decided_by = $3, decided_at = $4, reason = $5 where id = $1`,
      [id, state, by, at, reason],
    );
  }

  async note(action: string, given: NotedAct): Promise<void> {
    const { act, actor, actorUnit, reason, detail, at, traceId } = given;
    await this.manager.query(
      `insert into result_action_event (id, action, act, actor, actor_unit, reason, detail, happened_at, trace_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [newId(at.getTime()), action, act, actor, actorUnit, reason, JSON.stringify(detail), at, traceId],
    );
  }

  /** What happened to some actions, by the id of each. */
  async events(actions: readonly string[]): Promise<Map<string, ResultActionEvent[]>> {
    const rows: EventRow[] = await this.manager.query(
      `select action, act, actor, actor_unit, reason, happened_at from result_action_event
       where action = any($1) order by position`,
      [actions],
    );
    const events = new Map<string, ResultActionEvent[]>();
    for (const { action, act, actor, actor_unit, reason, happened_at } of rows) {
      const own = events.get(action) ?? [];
      own.push({ act, actor, reason, actorUnit: actor_unit, happenedAt: happened_at });
      events.set(action, own);
    }
    return events;
  }

  private async complete(rows: readonly ActionRow[]): Promise<ResultAction[]> {
    const rectifications = await rectificationsOf(
      this.manager,
      rows.map(({ id }) => id),
    );
    return rows.map((row): ResultAction => {
      const { participant_kind: kind, participant: code, basis_digest: basisDigest, raised_by, ...rest } = row;
      const { raised_at, decided_by, decided_at, is_demo, ...plain } = rest;
      return {
        ...plain,
        ...{ kind, code, basisDigest, raisedBy: raised_by, raisedAt: raised_at },
        ...{ decidedBy: decided_by, decidedAt: decided_at, isDemo: is_demo },
        rectification: rectifications.get(row.id) ?? null,
      };
    });
  }
}

function parameters({ framework, year, kind, participant, state }: ActionFilter, sight: ActionSight): unknown[] {
  const { ownUnit, openActions } = sight.kind === 'all' ? { ownUnit: null, openActions: [] } : sight;
  return [framework, year, kind, participant, state, sight.kind === 'all', ownUnit, openActions];
}
