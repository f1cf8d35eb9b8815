import type { AssessmentItem } from '../../../shared/catalogue/framework/assessment-item.ts';
import type { Framework } from '../../../shared/catalogue/framework/framework.ts';
import { chance } from './noise.ts';
import type { AchievementOf } from './province-course.ts';

/** A judgement as `createAssessment` takes it. */
export interface DemoAssessment {
  readonly item: string;
  readonly subject: string;
  readonly year: number;
  readonly source: 'SUPERIOR' | 'THIRD_PARTY' | 'SPOT_CHECK_TEAM' | 'NAMED_BODY' | 'PUBLIC';
  readonly body: string;
  readonly mark: string;
  readonly reason: string;
}

/** Share of the items that have been judged; the rest show what an interval is. */
const JUDGED = 0.7;

/** The levels of the rubric, best first, with how often each is given. */
const LEVELS = [
  { mark: '100', upTo: 0.16, reason: '机制健全、成效明显，有佐证材料（演示）' },
  { mark: '85', upTo: 0.66, reason: '落实较好，个别环节待完善（演示）' },
  { mark: '65', upTo: 0.94, reason: '有部署，落实一般（演示）' },
  { mark: '40', upTo: 1, reason: '仅有文件或会议，未见实效（演示）' },
] as const;

const BODIES = {
  SUPERIOR: '市协调小组办公室（演示）',
  THIRD_PARTY: '第三方评估机构（演示）',
  SPOT_CHECK_TEAM: '抽查组（演示）',
  PUBLIC: '职工代表（演示）',
} as const;

/** Judgements of about seven items in ten, by bodies that may judge them. Same request, same judgements. */
export function generateAssessments(request: {
  framework: Framework;
  seed: string;
  subject: string;
  years: readonly number[];
  /** Share of the items that have been judged, where not the usual. */
  judged?: number;
  achievementOf?: AchievementOf;
}): DemoAssessment[] {
  const { framework, seed, subject, years, judged = JUDGED } = request;
  return [...framework.assessmentItems.values()].flatMap((item) =>
    years
      .filter((year) => chance(seed, subject, item.code, year, 'judged') < judged)
      .map((year) => {
        const luck = chance(seed, subject, item.code, year, 'mark');
        const level = levelOf(luck / (request.achievementOf?.(year) ?? 1));
        return { item: item.code, subject, year, ...judgeOf(item, luck), mark: level.mark, reason: level.reason };
      }),
  );
}

/** Who achieves less is found lower more often; nobody is below the lowest. */
function levelOf(luck: number): (typeof LEVELS)[number] {
  return LEVELS.find(({ upTo }) => luck < upTo) ?? LEVELS[3];
}

function judgeOf({ judgedBy, namedBody }: AssessmentItem, luck: number): Pick<DemoAssessment, 'source' | 'body'> {
  const source = judgedBy[Math.floor(luck * 1_000) % judgedBy.length] ?? 'third-party';
  switch (source) {
    case 'superior':
      return { source: 'SUPERIOR', body: BODIES.SUPERIOR };
    case 'spot-check-team':
      return { source: 'SPOT_CHECK_TEAM', body: BODIES.SPOT_CHECK_TEAM };
    case 'named-body':
      return namedBody === null
        ? { source: 'THIRD_PARTY', body: BODIES.THIRD_PARTY }
        : { source: 'NAMED_BODY', body: namedBody };
    case 'public':
      return { source: 'PUBLIC', body: BODIES.PUBLIC };
    case 'third-party':
      return { source: 'THIRD_PARTY', body: BODIES.THIRD_PARTY };
  }
}
