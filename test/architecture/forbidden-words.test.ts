import { describe, expect, it } from 'vitest';
import { filesBelow, readSource } from './source-files.ts';

/**
 * Traces of the place where the product was made: they would lead nowhere on another machine.
 * Put together from pieces, so that this file holds none of them.
 */
const FOREIGN: readonly RegExp[] = [
  ['/wo', 'rk/'],
  ['farm', '-', 'studio'],
  ['shared/', '(seeds|design|recipes|hooks)\\b'],
  ['design/', '(ARCHITECTURE|HOUSE|STACK|ANCHORS|BARS|SCREENS|RELIABILITY|ECOSYSTEM)'],
  ['(HOUSE|STACK|ARCHITECTURE|RELIABILITY)', ' §'],
  ['_auth', 'Token'],
  ['"resolved"', ':\\s*"(?!https://registry\\.npmjs\\.org/)'],
  ['registry', '\\.(?!npmjs\\.org|git)[a-z-]+\\.[a-z]{2,}'],
  ['(arti', 'factory|verd', 'accio|npm', 'mirror)'],
].map((pieces) => new RegExp(pieces.join('')));

const TEXT =
  /\.(ts|tsx|js|mjs|json|md|yml|yaml|graphql|sql|sh|css|html|txt|csv)$|(^|\/)(\.env\.example|\.editorconfig|\.npmrc|run|LICENSE)$/;

describe('the tree', () => {
  it('mentions nothing of the place where it was made', () => {
    const files = filesBelow().filter((path) => TEXT.test(path));
    expect(files.length).toBeGreaterThan(200);
    const found = files.flatMap((path) => {
      const { text } = readSource(path);
      return FOREIGN.flatMap((word) => {
        const match = word.exec(text);
        return match ? [`${path}: ${match[0]}`] : [];
      });
    });
    expect(found).toEqual([]);
  });
});
