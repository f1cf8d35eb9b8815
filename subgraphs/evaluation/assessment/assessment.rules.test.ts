import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../shared/catalogue/load-catalogue.ts';
import { rubricOf } from '../../../shared/catalogue/scoring-model/rubric.ts';
import { FrameworkRegister } from '../framework/framework-register.ts';
import type { AssessmentDraft } from './assessment.ts';
import { type AssessmentContext, checkAssessment } from './assessment.rules.ts';

const register = new FrameworkRegister(loadCatalogue());
const framework = register.forYear('district', 2025);
if (framework === null) throw new Error('no district framework for 2025');
const place = register.assessmentItem(framework, 'leadership-attention-rating');
const model = register.catalogue.scoringModels.get(framework.id);
const rubric = model === undefined ? null : rubricOf(model, 'leadership-attention-rating');
const context: AssessmentContext = { isSubjectKnown: true, framework, place, rubric, callerUnit: null };
const draft: AssessmentDraft = {
  item: 'leadership-attention-rating',
  subject: '110106',
  year: 2025,
  source: 'superior',
  body: '市协调小组办公室',
  mark: '85',
  level: null,
  reason: '机制健全',
  basis: null,
  occasion: null,
};
const codes = (given: Partial<AssessmentDraft>, changed: Partial<AssessmentContext> = {}) =>
  checkAssessment({ ...draft, ...given }, { ...context, ...changed }).map(({ code }) => code);

describe('checkAssessment', () => {
  it('has nothing against an assessment by an entitled body', () => {
    expect(codes({})).toEqual([]);
  });

  it('refuses a body that leads the indicator (rule 80: no unit judges itself)', () => {
    expect(place?.item.notBy).toBe('party-office');
    expect(codes({ body: 'party-office' })).toEqual(['ASSESSED_BY_LEAD_UNIT']);
    expect(codes({}, { callerUnit: 'party-office' })).toEqual(['ASSESSED_BY_LEAD_UNIT']);
  });

  it('refuses marks outside 0 to 100 and marks that are no plain decimals', () => {
    for (const mark of ['-1', '100.01', '101', '8.555', '1e1', 'good', '']) {
      expect(codes({ mark }), mark).toEqual(['MARK_OUT_OF_RANGE']);
    }
    for (const mark of ['0', '100', '88.5']) expect(codes({ mark }), mark).toEqual([]);
  });

  it('refuses a source that the item does not name', () => {
    expect(codes({ source: 'third-party' })).toEqual(['SOURCE_NOT_ENTITLED']);
  });

  it('refuses unknown subjects, years without framework and unknown items', () => {
    expect(codes({}, { isSubjectKnown: false, framework: null, place: null })).toEqual(['SUBJECT_UNKNOWN']);
    expect(codes({}, { framework: null, place: null })).toEqual(['YEAR_NOT_EVALUATED']);
    expect(codes({}, { place: null })).toEqual(['ASSESSMENT_ITEM_UNKNOWN']);
  });

  it('refuses a level the rubric does not have and a mark outside the level', () => {
    expect(codes({ level: 'B', mark: '85' })).toEqual([]);
    expect(codes({ level: 'A', mark: '85' })).toEqual(['MARK_OUTSIDE_LEVEL']);
    expect(codes({ level: '优' })).toEqual(['LEVEL_UNKNOWN']);
  });

  it('asks for a body and a reason', () => {
    expect(codes({ body: ' ', reason: '' })).toEqual(['TEXT_REQUIRED', 'TEXT_REQUIRED']);
  });

  it('names all faults at once', () => {
    expect(codes({ mark: '200', reason: '', source: 'third-party' })).toHaveLength(3);
  });
});
