import type { Grade } from '../../../../shared/scoring/evaluation-result.ts';

/** The four categories from the best down, as the document names them (产改字〔2022〕1号 三（七）). */
export const GRADE_NAMES: Readonly<Record<Grade, string>> = {
  EXCELLENT: '优秀',
  GOOD: '良好',
  FAIR: '一般',
  POOR: '差',
};

export const GRADES: readonly Grade[] = ['EXCELLENT', 'GOOD', 'FAIR', 'POOR'];

/** The category a word means; 三（六）2 writes 较差 where 三（七） has 差. Null for any other word. */
export function parseGrade(word: string): Grade | null {
  const text = word.trim();
  if (text === '较差') return 'POOR';
  return GRADES.find((grade) => grade === text || GRADE_NAMES[grade] === text) ?? null;
}
