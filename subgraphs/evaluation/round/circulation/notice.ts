import type { Grade } from '../../../../shared/scoring/evaluation-result.ts';
import { GRADE_NAMES, GRADES } from '../decision/grade-word.ts';

/** A participant as a notice names it. */
export interface NoticeEntry {
  readonly name: string;
  readonly grade: Grade;
}

/** What a notice says besides the grades. */
export interface NoticeFrame {
  readonly year: number;
  readonly preface: string | null;
  /** Who decided, in words. */
  readonly decidedBy: string;
}

/** Words and figures that would tell a score or a place in an order. */
const TELLING =
  /\d+(\.\d+)?\s*分(?!类|工|别|布|析|管|组)|第\s*[\d一二三四五六七八九十]+\s*名|排名|名次|倒数|末位|前[\d一二三四五六七八九十]+名/;

/**
 * 通报的正文: participants by category, within each in the official order. No scores, no ranks
 * (产改字〔2022〕1号 三（八）). A category with nobody in it is left out.
 */
export function noticeText(entries: readonly NoticeEntry[], { year, preface, decidedBy }: NoticeFrame): string {
  const categories = GRADES.flatMap((grade) => {
    const names = entries.filter((entry) => entry.grade === grade).map(({ name }) => name);
    return names.length === 0 ? [] : [`${GRADE_NAMES[grade]}：${names.join('、')}`];
  });
  return [
    ...(preface === null ? [] : [preface.trim()]),
    `${year}年度推进产业工人队伍建设改革工作情况评价已经完成，经${decidedBy}，评价类别通报如下（同一类别按名录顺序，不分先后）：`,
    ...categories,
    '协调小组办公室',
  ].join('\n');
}

/** True where a text tells scores or places, which a notice never does. */
export function tellsScores(text: string): boolean {
  return TELLING.test(text);
}
