import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildASTSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../shared/config/project-root.ts';

const guide = readFileSync(join(projectRoot, 'docs/guides/evaluation-round.md'), 'utf8');
const examples = [...guide.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, text = '']) => text);
const sdl = readFileSync(join(projectRoot, 'subgraphs/evaluation/schema.graphql'), 'utf8');
const schema = buildASTSchema(parse(sdl), { assumeValidSDL: true });

describe('the guide of the yearly round', () => {
  it('shows an example of every act', () => {
    const acts = [
      'openRound',
      'adoptRoundStep',
      'openSelfEvaluation',
      'updateSelfEvaluation',
      'attachSelfEvaluationReport',
    ];
    acts.push(
      'sendSelfEvaluation',
      'openVerification',
      'verifyScores',
      'openHearing',
      'respondToHearing',
      'fileAppeal',
    );
    acts.push('settleAppeal', 'openDecision', 'decideGrades', 'circulateRound', 'reopenRound');
    expect(acts.filter((act) => !examples.some((example) => example.includes(`${act}(`)))).toEqual([]);
  });

  it('shows examples that the schema takes', () => {
    for (const example of examples) expect(validate(schema, parse(example)).map(String), example).toEqual([]);
  });
});
