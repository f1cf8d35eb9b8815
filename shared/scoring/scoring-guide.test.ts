import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../catalogue/load-catalogue.ts';
import { projectRoot } from '../config/project-root.ts';
import { INTERVAL_RULES } from './outcome/interval-rules.ts';
import { RULE_WORDS } from './compile/rule-names.ts';

describe('the guide of scoring for officers', () => {
  const guide = readFileSync(join(projectRoot, 'docs', 'guides', 'evaluation-scoring.md'), 'utf8');

  it('has every rule of the interval in the words of the code', () => {
    for (const { name, rule } of Object.values(INTERVAL_RULES)) {
      expect(guide).toMatch(new RegExp(`^\\| ${name} +\\| \\S+ +\\| ${rule.replace(/[()]/g, '\\$&')} +\\|$`, 'm'));
    }
  });

  it('has every method of the models', () => {
    const models = [...loadCatalogue().scoringModels.values()];
    const methods = new Set(models.flatMap(({ indicators }) => [...indicators.values()].map(({ method }) => method)));
    for (const method of methods) expect(guide).toMatch(new RegExp(`^\\| ${RULE_WORDS[method].name} +\\|`, 'm'));
  });
});

describe.each(['fengtai-2023', 'national-2022'])('the texts of the model of %s', (id) => {
  /** Fields that people read; all others are codes, figures and references. */
  const READ = /^(reason|note|use|requires|otherwise|appliesTo|rule|extra|base|aggregate|periodicity|scope|zh|name)$/;

  it('are Chinese: no English word is left for an officer to read', () => {
    const path = join(projectRoot, 'shared', 'catalogue', 'data', 'scoring-models', `${id}.json`);
    const texts: string[] = [];
    JSON.parse(readFileSync(path, 'utf8'), (key: string, value: unknown) => {
      if (typeof value === 'string' && READ.test(key)) texts.push(value);
      return value;
    });
    expect(texts.length).toBeGreaterThan(150);
    expect(texts.filter((text) => /[A-Za-z]{2,}/.test(text))).toEqual([]);
  });
});
