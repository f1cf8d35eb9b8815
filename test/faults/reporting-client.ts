import { setTimeout as delay } from 'node:timers/promises';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { newId } from '../../shared/primitives/identifiers.ts';
import type { DepartmentProcess } from '../testkit/department-process.ts';
import { aViewer, lead } from '../testkit/viewers.ts';

const editor: Viewer = aViewer('hrss');
const approver: Viewer = { ...aViewer('hrss', 'unit-approver'), subject: 'test:approver' };

const PAYLOAD = `publication { id state rowCount } receipt { sequence hash previousHash signature content issuedAt }
  errors { code row message }`;
const PUBLISH = `mutation ($input: PublishHrssObservationsInput!) { publishHrssObservations(input: $input) { ${PAYLOAD} } }`;
const AMEND = `mutation ($input: AmendHrssPublicationInput!) { publishHrssObservations: amendHrssPublication(input: $input) { ${PAYLOAD} } }`;
const ACT = (verb: 'Approve' | 'Accept') =>
  `mutation ($input: ${verb}HrssPublicationsInput!) {
    act: ${verb.toLowerCase()}HrssPublications(input: $input) { publications { id state } errors { code } } }`;

/** How a publication comes into the record; an acceptance is of an amendment. */
export type Way = 'mutation' | 'upload' | 'acceptance' | 'large acceptance';

/** One publication that a client was told is stored. */
export interface Told {
  readonly way: Way;
  readonly key: string;
  readonly value: number;
  readonly publicationId: string;
  readonly hash: string;
  /** The receipt as it came, to the byte. */
  readonly receipt: string;
}

const SUBJECTS = Array.from({ length: 32 }, (_, index) => String(990_101 + index));
/** More than are held in memory: they are staged. */
export const UPLOADED_ROWS = 4_352;
export const REPORTED_ROWS = 24;

/** The cells that every publication of a way writes anew: one lost or twice shows in their revisions. */
function* cellsOf(isLarge: boolean): Generator<{ subject: string; period: string }> {
  const count = isLarge ? UPLOADED_ROWS : REPORTED_ROWS;
  const [subjects, from] = isLarge ? [SUBJECTS, 1950] : [['110106'], 2016];
  for (let index = 0; index < count; index += 1) {
    const quarter = Math.floor(index / subjects.length);
    const subject = subjects[index % subjects.length] ?? '';
    yield { subject, period: `${from + Math.floor(quarter / 4)}-Q${(quarter % 4) + 1}` };
  }
}

function* fileOf(value: number): Generator<string> {
  yield 'subject,period,measure,dimensions,value,explanation\n';
  for (const { subject, period } of cellsOf(true)) yield `${subject},${period},migrants-served,,${value},\n`;
}

/** Hands publications in and does not give up: the same key again until there is a receipt. */
export class ReportingClient {
  readonly told: Told[] = [];
  /** Attempts without an acknowledgement. */
  unanswered = 0;
  private values = 0;

  constructor(private readonly department: DepartmentProcess) {}

  /** Reports by the way, until it is acknowledged in the state the way leads to. */
  async report(way: Way): Promise<void> {
    const told = await this.handIn(way);
    if (way === 'acceptance' || way === 'large acceptance') await this.accept(await this.approved(told));
  }

  /** A publication that waits for the lead, where the policy asks for several people. */
  async approved({ publicationId }: Told): Promise<string> {
    await this.act('Approve', approver, publicationId, 'APPROVED');
    return publicationId;
  }

  async accept(publicationId: string): Promise<void> {
    await this.act('Accept', lead, publicationId, 'ACCEPTED');
  }

  async handIn(way: Way): Promise<Told> {
    this.values += 1;
    const order = { way, key: newId(), value: this.values };
    const told = await this.untilAnswered(() => this.send(order));
    this.told.push(told);
    return told;
  }

  /** One attempt; null when nobody can know what became of it. */
  async send({ way, key, value }: Pick<Told, 'way' | 'key' | 'value'>): Promise<Told | null> {
    const isLarge = way === 'upload' || way === 'large acceptance';
    // What changes accepted values waits for the lead, and has to say why.
    const waits = way === 'acceptance' || way === 'large acceptance';
    const reason: Record<string, string> = waits ? { justification: '按审计意见更正' } : {};
    const sent = isLarge
      ? await this.department.upload(editor, { idempotencyKey: key, submit: 'true', ...reason }, fileOf(value))
      : await this.department.ask(editor, waits ? AMEND : PUBLISH, { input: { ...inputOf(key, value), ...reason } });
    const answer = isLarge ? sent.body : sent.body.data?.publishHrssObservations;
    const { publication, receipt } = answer ?? {};
    if (!publication || !receipt) return this.isFault(sent.text);
    const rows = isLarge ? UPLOADED_ROWS : REPORTED_ROWS;
    if (publication.rowCount !== rows) throw new WrongAnswer(`${publication.rowCount} rows of ${rows}: ${key}`);
    const id: string = isLarge ? publication.id : bareId(publication.id);
    return { way, key, value, publicationId: id, hash: receipt.hash, receipt: JSON.stringify(receipt) };
  }

  /** Acts have no key: whoever got no answer looks where the publication stands, and acts again where it must. */
  private async act(verb: 'Approve' | 'Accept', viewer: Viewer, id: string, state: string): Promise<void> {
    await this.untilAnswered(async () => {
      const { body, text } = await this.department.ask(viewer, ACT(verb), { input: { ids: [id] } });
      const { publications, errors } = body.data?.act ?? {};
      if (publications?.[0]?.state === state) return true;
      if (errors?.[0]?.code !== 'STATE_NOT_ALLOWED') return this.isFault(text);
      const standing = await this.department.ask(viewer, 'query ($id: ID!) { hrssPublication(id: $id) { state } }', {
        id,
      });
      if (standing.body.data?.hrssPublication?.state === state) return true;
      return this.isFault(standing.text);
    });
  }

  private async untilAnswered<T>(attempt: () => Promise<T | null>): Promise<T> {
    for (;;) {
      const answer = await attempt().catch((error: unknown) => {
        // Anything else is a fault of the answer or of the test.
        if (isBreak(error)) return null;
        throw error;
      });
      if (answer !== null) return answer;
      this.unanswered += 1;
      await delay(20);
      await this.department.process.up;
    }
  }

  private isFault(text: string): null {
    if (!/INTERNAL_SERVER_ERROR|UPLOAD_CUT/.test(text)) throw new WrongAnswer(text.slice(0, 1_000));
    return null;
  }
}

function isBreak(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.cause instanceof Error || 'code' in error || error instanceof SyntaxError;
}

/** An answer that is not what a fault may look like. */
class WrongAnswer extends Error {}

/** The id in the database. */
function bareId(id: string): string {
  return /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(id)?.[0] ?? id;
}

function inputOf(key: string, value: number): object {
  const observations = [...cellsOf(false)].map((cell) => ({
    ...cell,
    measure: 'migrants-served',
    value: String(value),
  }));
  return { idempotencyKey: key, submit: true, observations };
}
