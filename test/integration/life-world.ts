import { FeedReplay, type FeedEntry } from '../../shared/department/change-feed/feed-state.ts';
import { findChainFault } from '../../shared/department/receipt/receipt.ts';
import { readChain } from '../../shared/department/receipt/receipt.repository.ts';
import type { Role } from '../../shared/identity/role.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { formatDimensions } from '../../shared/primitives/dimensions.ts';
import { newId } from '../../shared/primitives/identifiers.ts';
import type { TestDepartment } from '../testkit/department.ts';
import { aViewer, lead, service } from '../testkit/viewers.ts';

/** A named person of a unit. */
export function aPerson(name: string, unit: string, ...roles: Role[]): Viewer {
  return { ...aViewer(unit, ...roles), subject: `person:${name}` };
}

export const filler = aPerson('filler', 'hrss', 'unit-editor');
export const reviewer = aPerson('reviewer', 'hrss', 'unit-approver');
export const head = aPerson('head', 'hrss', 'unit-approver');

export interface RowText {
  readonly subject?: string;
  readonly measure?: string;
  readonly period?: string;
  readonly value?: string;
  readonly expectedRevision?: number;
  readonly explanation?: string;
  readonly stage?: string;
}

/** A row that hrss may report. */
export function aRow(row: RowText = {}) {
  return {
    subject: '110106',
    measure: 'engineers',
    period: '2025',
    value: '100',
    explanation: '已与业务科室逐项核对',
    ...row,
  };
}

export interface IssueText {
  readonly code: string;
  readonly row: number | null;
  readonly path: readonly string[];
  readonly severity: string;
}

export interface Outcome {
  readonly publication: {
    readonly id: string;
    readonly state: string;
    readonly kind: string;
    readonly rowCount: number;
  } | null;
  readonly receipt: { readonly sequence: number; readonly hash: string } | null;
  readonly comparison: { readonly new: number; readonly changed: number; readonly unchanged: number };
  readonly isAcceptable: boolean;
  readonly errors: readonly IssueText[];
  readonly statements: number;
  readonly refusal: string | null;
}

export interface ActOutcome {
  readonly publications: readonly { readonly id: string; readonly state: string }[];
  readonly errors: readonly IssueText[];
  readonly statements: number;
  readonly refusal: string | null;
}

const FINDINGS = 'errors { code row path severity message }';
const STORED = `publication { id state kind rowCount unchangedCount } receipt { sequence hash }
  comparison { new changed unchanged changes { row kind currentValue value difference } } isAcceptable ${FINDINGS}`;

/** What people do with a department, in words. */
export class LifeWorld {
  constructor(
    readonly running: TestDepartment,
    private readonly prefix: 'Hrss' | 'TradeUnion' = 'Hrss',
  ) {}

  private get root(): string {
    return `${this.prefix.charAt(0).toLowerCase()}${this.prefix.slice(1)}`;
  }

  publish(rows: readonly object[], rest: object = {}, viewer: Viewer = filler): Promise<Outcome> {
    const name = `publish${this.prefix}Observations`;
    return this.store(viewer, name, 'Publish*ObservationsInput', { observations: rows, ...rest });
  }

  amend(rows: readonly object[], rest: object = {}, viewer: Viewer = filler): Promise<Outcome> {
    const input = { observations: rows, justification: '复核后发现漏报', ...rest };
    return this.store(viewer, `amend${this.prefix}Publication`, 'Amend*PublicationInput', input);
  }

  withdraw(publication: string, rest: object = {}, viewer: Viewer = filler): Promise<Outcome> {
    const input = { publication, justification: '口径有误，先行撤回', ...rest };
    return this.store(viewer, `withdraw${this.prefix}Publication`, 'Withdraw*PublicationInput', input);
  }

  async act(verb: string, viewer: Viewer, ids: readonly string[], rest: object = {}): Promise<ActOutcome> {
    const name = `${verb}${this.prefix}Publications`;
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { ${name}(input: $input) { publications { id state } ${FINDINGS} } }`;
    const { data, errors, statements } = await this.running.ask(viewer, document, { input: { ids, ...rest } });
    return { publications: [], errors: [], ...data?.[name], statements, refusal: codeOf(errors) };
  }

  /** Publishes and lets the people of the unit bring it to APPROVED. */
  async approved(rows: readonly object[], rest: object = {}): Promise<string> {
    const { publication, errors } = await this.publish(rows, { submit: true, ...rest });
    if (publication === null) throw new Error(`not stored: ${errors.map(({ code }) => code).join()}`);
    if (publication.state === 'SUBMITTED') await this.act('approve', reviewer, [publication.id]);
    return publication.id;
  }

  async decide(policy: 'AUTOMATIC' | 'FOUR_EYES', approvals = 1, unit = 'hrss', viewer: Viewer = lead) {
    const name = `decide${this.prefix}ApprovalPolicy`;
    const document = `mutation ($input: Decide${this.prefix}ApprovalPolicyInput!) {
      ${name}(input: $input) { policy { policy approvals decidedBy } ${FINDINGS} } }`;
    const input = { memberUnit: unit, policy, approvals };
    const { data, errors } = await this.running.ask(viewer, document, { input });
    return { ...data?.[name], refusal: codeOf(errors) };
  }

  async lock(subject: string, year: number, viewer: Viewer = lead) {
    const name = `lock${this.prefix}Observations`;
    const document = `mutation ($input: Lock${this.prefix}ObservationsInput!) { ${name}(input: $input) { lockedCount ${FINDINGS} } }`;
    const input = { subject, year, reason: '自评已报出' };
    const { data, errors } = await this.running.ask(viewer, document, { input });
    return { ...data?.[name], refusal: codeOf(errors) };
  }

  async waive(input: object, viewer: Viewer = lead) {
    const name = `waive${this.prefix}Rule`;
    const document = `mutation ($input: Waive${this.prefix}RuleInput!) { ${name}(input: $input) { waiver ${FINDINGS} } }`;
    const { data, errors } = await this.running.ask(viewer, document, { input });
    return { ...data?.[name], refusal: codeOf(errors) };
  }

  /** The counting values a viewer sees, by measure and period. */
  async values(
    viewer: Viewer = lead,
    rest: { provisional?: boolean; asOf?: string } = {},
  ): Promise<Map<string, string>> {
    const root = `${this.root}Observations`;
    const document = `query ($asOf: DateTime, $provisional: Boolean) { ${root}(asOf: $asOf, provisional: $provisional, first: 500) {
      totalCount edges { node { subject { code } measure { code } period { code } value } } } }`;
    const { data, errors } = await this.running.ask(viewer, document, rest);
    if (errors.length > 0) throw new Error(errors[0]?.message);
    const nodes: { subject: { code: string }; measure: { code: string }; period: { code: string }; value: string }[] =
      data[root].edges.map(({ node }: { node: object }) => node);
    if (data[root].totalCount !== nodes.length) throw new Error('the count is not that of the list');
    return new Map(nodes.map((node) => [`${node.subject.code} ${node.measure.code} ${node.period.code}`, node.value]));
  }

  async state(viewer: Viewer = service): Promise<{ position: string; cells: number; stateHash: string }> {
    const root = `${this.root}FeedState`;
    const { data } = await this.running.ask(viewer, `{ ${root} { position cells stateHash } }`);
    return data[root];
  }

  /** The whole feed, page by page. */
  async feed(): Promise<(FeedEntry & { position: string; recordedAt: string })[]> {
    const root = `${this.root}Changes`;
    const document = `query ($after: String!) { ${root}(after: $after, first: 1000) { changes { position state recordedAt observation {
      id subject { code } measure { code } period { code } dimensions { key code } value revision memberUnit { code } } } } }`;
    const entries: (FeedEntry & { position: string; recordedAt: string })[] = [];
    for (;;) {
      const after = entries.at(-1)?.position ?? '0';
      const { data } = await this.running.ask(service, document, { after });
      if (data[root].changes.length === 0) return entries;
      for (const { position, state, recordedAt, observation } of data[root].changes) {
        entries.push({
          position,
          recordedAt: String(recordedAt),
          state,
          observationId: observation.id,
          subject: observation.subject.code,
          measure: observation.measure.code,
          period: observation.period.code,
          dimensions: formatDimensions(observation.dimensions),
          value: String(observation.value),
          revision: observation.revision,
          memberUnit: observation.memberUnit.code,
        });
      }
    }
  }

  /** Faults of the record as a whole; empty where everything holds that must hold always. */
  async faults(units: readonly string[] = ['hrss']): Promise<string[]> {
    const faults: string[] = [];
    const feed = await this.feed();
    feed.forEach(({ position }, index) => {
      if (Number(position) !== index + 1) faults.push(`gap in the feed at ${index + 1}: ${position}`);
    });
    const replay = new FeedReplay();
    for (const entry of feed) replay.apply(entry);
    const state = await this.state();
    if (state.position !== String(feed.length)) faults.push(`head ${state.position} of ${feed.length}`);
    const replayed = replay.state();
    if (replayed.stateHash !== state.stateHash || replayed.cells !== state.cells)
      faults.push(`replay comes to ${replayed.cells} cells, the record has ${state.cells}`);
    for (const unit of units) {
      const fault = findChainFault(await readChain(this.running.dataSource.manager, unit), this.running.signer);
      if (fault) faults.push(`receipts of ${unit}: ${fault.fault} at ${fault.sequence}`);
    }
    for (const [name, statement] of Object.entries(MUST_BE_EMPTY)) {
      const rows: object[] = await this.running.dataSource.query(statement);
      if (rows.length > 0) faults.push(`${name}: ${JSON.stringify(rows.slice(0, 3))}`);
    }
    return faults;
  }

  private async store(viewer: Viewer, name: string, type: string, rest: object): Promise<Outcome> {
    const document = `mutation ($input: ${type.replace('*', this.prefix)}!) { ${name}(input: $input) { ${STORED} } }`;
    const input = { idempotencyKey: newId(), ...rest };
    const { data, errors, statements } = await this.running.ask(viewer, document, { input });
    const nothing = { publication: null, receipt: null, errors: [], isAcceptable: false };
    return { ...nothing, ...data?.[name], statements, refusal: codeOf(errors) };
  }
}

function codeOf(errors: readonly { extensions: Record<string, unknown> }[]): string | null {
  const code = errors[0]?.extensions?.code;
  return errors.length === 0 ? null : String(code);
}

const MUST_BE_EMPTY: Readonly<Record<string, string>> = {
  'revisions of a cell with a gap': `
    select subject, measure, period, dimensions from observation group by subject, measure, period, dimensions
    having max(revision) <> count(*) or min(revision) <> 1`,
  'a publication whose state is not its last event': `
    select s.publication_id, s.state, s.event_count from publication_state s
    where s.state is distinct from (select e.state from publication_event e where e.publication_id = s.publication_id order by e.ordinal desc limit 1)
      or s.event_count <> (select count(*) from publication_event e where e.publication_id = s.publication_id)`,
  'a publication without state':
    'select id from publication where id not in (select publication_id from publication_state)',
  'a counting value that is not what the feed said last of its cell': `
    with last as (
      select distinct on (subject, measure, period, dimensions) * from change where counts
      order by subject, measure, period, dimensions, position desc
    ), standing as (select * from last where state in ('ACCEPTED', 'LOCKED'))
    select s.observation_id as expected, c.observation_id as found, s.state, c.state as counted from standing s
    full join current_observation c using (subject, measure, period, dimensions)
    where s.observation_id is distinct from c.observation_id or s.state is distinct from c.state or s.position is distinct from c.position`,
  'an accepted revision above the one that counts': `
    select o.id, o.revision, c.revision as counting from current_observation c
    join observation o using (subject, measure, period, dimensions)
    where o.revision > c.revision and (
      select f.state from change f where f.observation_id = o.id and f.counts order by f.position desc limit 1) in ('ACCEPTED', 'LOCKED')`,
  'a draft in the feed': `
    select c.position from change c join publication_state s on s.publication_id = c.publication_id where s.state = 'DRAFT'`,
  'a receipt for every act': `
    select s.publication_id from publication_state s
    where (select count(distinct e.at) from publication_event e where e.publication_id = s.publication_id)
      <> (select count(*) from receipt r where r.publication_id = s.publication_id)`,
};
