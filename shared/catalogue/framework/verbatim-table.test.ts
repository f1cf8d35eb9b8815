import { expect, it } from 'vitest';
import { sha256Hex } from '../../primitives/canonical-json.ts';
import { loadCatalogue } from '../load-catalogue.ts';

/**
 * SHA-256 of the official table of 产改字〔2022〕1号 附件1: its 88 rows as
 * `code TAB pillar TAB group TAB name TAB definition` (pillar and group by name, without their labels),
 * joined by line feeds, UTF-8, read from the document itself and not from the shipped data.
 */
const OFFICIAL_TABLE = '7b7bfae6102f882ebc91c71dc10465a1ebb39b6b9ef44ae8946c13a11622bbe5';

it('ships the 88 national indicators in the words of the official table', () => {
  const framework = loadCatalogue().frameworks.get('national-2022');
  const pillars = new Map(framework?.pillars.map(({ code, name }) => [code, name]));
  const groups = new Map(framework?.groups.map(({ code, name }) => [code, name]));
  const rows = framework?.indicators.map(({ code, pillar, group, name, definition }) =>
    [code, pillars.get(pillar), groups.get(group), name, definition].join('\t'),
  );
  expect(rows).toHaveLength(88);
  expect(sha256Hex(rows?.join('\n') ?? '')).toBe(OFFICIAL_TABLE);
});
