import type { EntityManager } from 'typeorm';
import { forbidden } from '../../../../shared/graphql/errors.ts';
import type { Issue } from '../../../../shared/primitives/issue.ts';
import type { Result } from '../../../../shared/primitives/result.ts';
import { SubjectRepository } from '../../subject/subject.repository.ts';
import { latestDecisions } from '../decision/decision.repository.ts';
import { isSameParticipant } from '../participant.ts';
import { mayDecideGrades } from '../permission.ts';
import type { Round } from '../round.ts';
import { isText, roundErrors } from '../round.errors.ts';
import {
  actOnRound,
  type Caller,
  type RoundAct,
  type RoundDependencies,
  type RoundTarget,
} from '../round-act.service.ts';
import { listParticipants } from '../round-participant.repository.ts';
import { circulationErrors } from './circulation.errors.ts';
import { findCirculation, insertCirculation } from './circulation.repository.ts';
import { type NoticeEntry, noticeText, tellsScores } from './notice.ts';

/** The notice as the office hands it in; the list of grades is made here. */
export interface CirculationOrder extends RoundTarget {
  readonly noticeNumber: string;
  readonly noticeTitle: string | null;
  readonly preface: string | null;
  readonly addressees: readonly string[];
}

/** 通报: circulates the decided grades by a notice without scores and ranks, in the name of the office. */
export class CirculateRoundService {
  private readonly dependencies: RoundDependencies;

  constructor(dependencies: RoundDependencies) {
    this.dependencies = dependencies;
  }

  /** Circulating again under the same number changes nothing. */
  async circulate(caller: Caller, order: CirculationOrder): Promise<Result<string, readonly Issue[]>> {
    if (!mayDecideGrades(caller.viewer)) throw forbidden('没有印发通报的权限');
    return actOnRound(this.dependencies, caller, order, async (act) => {
      const { manager, round } = act;
      const known = await findCirculation(manager, round.code);
      if (known?.noticeNumber === order.noticeNumber.trim()) return round.code;
      if (known !== null) act.refuse(circulationErrors.circulatedOtherwise(known.noticeNumber));
      act.mustGoTo('CIRCULATED');
      await this.write(act, order);
      await act.moveTo('CIRCULATED');
      return round.code;
    });
  }

  /** The notice as it would read now. */
  async draft(manager: EntityManager, round: Round, preface: string | null): Promise<string> {
    const decisions = await latestDecisions(manager, round.code);
    const participants = await listParticipants(manager, round.code);
    const subjects = await new SubjectRepository(manager).findByCodes(participants.map(({ subject }) => subject));
    const { memberUnits } = this.dependencies.catalogue;
    const entries = participants.flatMap((participant): NoticeEntry[] => {
      const decision = decisions.find((each) => isSameParticipant(each.participant, participant));
      if (decision === undefined) return [];
      const { kind, code } = participant;
      const subject = subjects.find((each) => each.code === code);
      const name = (kind === 'SUBJECT' ? subject?.name : memberUnits.get(code)?.nameZh) ?? code;
      return [{ name, grade: decision.finalGrade }];
    });
    const isByMeeting = decisions.some(({ body }) => body === 'MEETING');
    const meetings = [...new Set(decisions.flatMap(({ meetingName }) => meetingName ?? []))];
    const decidedBy = isByMeeting ? `${meetings.join('、')}审定` : '协调小组办公室认定';
    return noticeText(entries, { year: round.year, preface, decidedBy });
  }

  private async write(act: RoundAct, order: CirculationOrder): Promise<void> {
    const { manager, round, caller, at } = act;
    const noticeTitle =
      order.noticeTitle?.trim() || `关于${round.year}年度推进产业工人队伍建设改革工作情况评价结果的通报`;
    const addressees = order.addressees.map((each) => each.trim()).filter((each) => each !== '');
    const issues: Issue[] = [];
    if (!isText(order.noticeNumber)) issues.push(roundErrors.textMissing('noticeNumber', '通报文号'));
    if (addressees.length === 0) issues.push(circulationErrors.nobodyAddressed());
    if (tellsScores(noticeTitle)) issues.push(circulationErrors.tellsScores('noticeTitle'));
    if (order.preface !== null && tellsScores(order.preface)) issues.push(circulationErrors.tellsScores('preface'));
    if (order.preface !== null && !isText(order.preface)) issues.push(roundErrors.textMissing('preface', '导语'));
    if (issues.length > 0) act.refuse(...issues);
    const noticeNumber = order.noticeNumber.trim();
    await insertCirculation(manager, round.code, {
      ...{ noticeNumber, noticeTitle, addressees, noticeText: await this.draft(manager, round, order.preface) },
      ...{ circulatedBy: caller.viewer.subject, circulatedAt: at },
    });
    await act.note({ step: 'CIRCULATION', action: 'CIRCULATED', detail: { noticeNumber, noticeTitle, addressees } });
  }
}
