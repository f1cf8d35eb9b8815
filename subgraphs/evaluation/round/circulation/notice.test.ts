import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRADE_NAMES, GRADES, parseGrade } from '../decision/grade-word.ts';
import { noticeText, tellsScores } from './notice.ts';

const frame = { year: 2025, preface: null, decidedBy: '区协调小组第十次会议审定' };
const entries = fc.array(
  fc.record({ name: fc.constantFrom('甲局', '乙局', '丙局', '丁局', '戊局'), grade: fc.constantFrom(...GRADES) }),
  { maxLength: 12 },
);

describe('a notice', () => {
  it('rule 53: names by category, in the official order within each, signed by the office', () => {
    const text = noticeText(
      [
        { name: '丰台区', grade: 'GOOD' },
        { name: '甲局', grade: 'EXCELLENT' },
        { name: '乙局', grade: 'POOR' },
        { name: '丙局', grade: 'EXCELLENT' },
      ],
      { ...frame, preface: '各成员单位：' },
    );
    expect(text.split('\n')).toEqual([
      '各成员单位：',
      '2025年度推进产业工人队伍建设改革工作情况评价已经完成，经区协调小组第十次会议审定，评价类别通报如下（同一类别按名录顺序，不分先后）：',
      '优秀：甲局、丙局',
      '良好：丰台区',
      '差：乙局',
      '协调小组办公室',
    ]);
  });

  it('never tells a score or a rank, and names everybody once', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const text = noticeText(list, frame);
        expect(tellsScores(text)).toBe(false);
        const named = text.split('\n').filter((line) => /^(优秀|良好|一般|差)：/.test(line));
        expect(named.flatMap((line) => line.slice(line.indexOf('：') + 1).split('、'))).toHaveLength(list.length);
      }),
    );
  });

  it('finds scores and ranks in what people write, and leaves ordinary words alone', () => {
    for (const text of [
      '得 95 分',
      '第一名',
      '第 3 名',
      '按得分排名',
      '名次靠后',
      '倒数第二',
      '末位约谈',
      '前三名',
      '88.5分',
    ]) {
      expect(tellsScores(text), text).toBe(true);
    }
    for (const text of ['现将有关情况通报如下', '2025年度', '第十次会议', '3个分组', '请各单位认真学习，充分借鉴']) {
      expect(tellsScores(text), text).toBe(false);
    }
  });
});

describe('the words of the categories', () => {
  it('rules 49, 208: four categories from the best down, 较差 being 差', () => {
    expect(GRADES.map((grade) => GRADE_NAMES[grade])).toEqual(['优秀', '良好', '一般', '差']);
    expect(['优秀', '良好', '一般', '差', '较差', ' 良好 ', 'POOR'].map(parseGrade)).toEqual([
      ...['EXCELLENT', 'GOOD', 'FAIR', 'POOR', 'POOR', 'GOOD', 'POOR'],
    ]);
    for (const word of ['', '中', '合格', 'poor', '优', '1']) expect(parseGrade(word), word).toBeNull();
  });
});
