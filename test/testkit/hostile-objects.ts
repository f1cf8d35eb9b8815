import { pick, upTo } from './seeded-random.ts';
import { encodeUtf8 } from './hostile-bytes.ts';
import { csv, ndjson, refused, type HostileFile, type Maker } from './hostile-file.ts';
import { csvLines, HEADER, jsonLines, someRows } from './hostile-rows.ts';

/** An NDJSON file with one line changed. */
function withObject(
  random: () => number,
  line: (json: string) => string,
  code: string | readonly string[],
): HostileFile {
  const rows = someRows(random);
  const at = upTo(random, rows.length);
  const lines = jsonLines(rows);
  lines[at] = line(lines[at] ?? '');
  return ndjson(lines.join('\n'), refused(code, at + 1));
}

/** One wrong object in a right file. */
export const OBJECTS: Readonly<Record<string, Maker>> = {
  'a number as value': (random) =>
    withObject(
      random,
      (json) =>
        json.replace(
          /"value":"[^"]*"/,
          `"value":${pick(random, ['1', '1e400', '0.1', '9007199254740993', '1'.repeat(4000)])}`,
        ),
      'VALUE_IS_JSON_NUMBER',
    ),
  'no JSON': (random) =>
    withObject(
      random,
      (json) =>
        pick(random, [
          json.slice(0, -1),
          `${json},`,
          `${json}${json}`,
          'null',
          '1',
          '"x"',
          '[]',
          "{'a':1}",
          '{"value":NaN}',
          '\ufffe',
        ]),
      ['JSON_MALFORMED', 'FILE_KIND_UNSUPPORTED'],
    ),
  'deep nesting': (random) => {
    const depth = pick(random, [100, 5000, 20_000]);
    return withObject(
      random,
      (json) => json.replace('{', `{"x":${'['.repeat(depth)}${']'.repeat(depth)},`),
      'COLUMN_UNKNOWN',
    );
  },
  'a member twice': (random) =>
    withObject(
      random,
      (json) => json.replace('{', pick(random, ['{"value":"1",', '{"值":"1",', '{"subject":"x" ,'])),
      'MEMBER_REPEATED',
    ),
  'a member that is not known': (random) =>
    withObject(
      random,
      (json) => json.replace('{', pick(random, ['{"foo":1,', '{"__proto__":{"value":"1"},', '{"constructor":"x",'])),
      'COLUMN_UNKNOWN',
    ),
  'personal data': (random) =>
    withObject(
      random,
      (json) => json.replace('{', pick(random, ['{"姓名":"张三",', '{"phone":"1",', '{"身份证号":"1",'])),
      'COLUMN_FORBIDDEN',
    ),
  'half a surrogate pair': (random) =>
    withObject(random, (json) => json.replace(/"subject":"/, '"subject":"\\ud83d'), 'CONTROL_CHARACTER'),
  'an object as text': (random) =>
    withObject(
      random,
      (json) => json.replace(/"period":"[^"]*"/, `"period":${pick(random, ['{}', '[]', 'true', '2025'])}`),
      'MEMBER_NOT_TEXT',
    ),
  'malformed dimensions': (random) =>
    withObject(
      random,
      (json) =>
        json.replace(
          /"dimensions":"[^"]*"/,
          `"dimensions":${pick(random, ['[1]', '[{"key":"a"}]', '{"a":1}', '{"a=b":"c"}', '"sex"', '[[]]'])}`,
        ),
      'DIMENSIONS_MALFORMED',
    ),
  'a line like a bomb': (random) => withObject(random, () => `{"value":"${'0'.repeat(200_000)}"}`, 'LINE_TOO_LONG'),
};

/** Right files that something happened to. */
export const DAMAGED: Readonly<Record<string, Maker>> = {
  'cut off anywhere': (random) => {
    const rows = someRows(random);
    const bytes = encodeUtf8(csvLines(rows).join('\n'));
    return csv(bytes.subarray(0, upTo(random, bytes.length)), { is: 'cut', rows });
  },
  'NDJSON cut off anywhere': (random) => {
    const rows = someRows(random);
    const bytes = encodeUtf8(jsonLines(rows).join('\n'));
    return ndjson(bytes.subarray(0, upTo(random, bytes.length)), { is: 'cut', rows });
  },
  'bytes changed at random': (random) => {
    const format = pick(random, ['csv', 'ndjson'] as const);
    const rows = someRows(random, 200);
    const bytes = encodeUtf8((format === 'csv' ? csvLines(rows) : jsonLines(rows)).join('\n'));
    for (let left = 1 + upTo(random, 200); left > 0; left--) bytes[upTo(random, bytes.length)] = upTo(random, 256);
    return { bytes, format, verdict: { is: 'survived' } };
  },
  'signs of the format at random': (random) => {
    const signs = Array.from({ length: 5000 }, () =>
      pick(random, ['"', ',', '\n', '\r', "'", '=', '1', '2025', '{', '}', ':', '\\', '文']),
    );
    return csv(`${HEADER}\n${signs.join('')}`, { is: 'survived' });
  },
  'objects of signs at random': (random) => {
    const signs = Array.from({ length: 5000 }, () =>
      pick(random, ['"', ',', '\n', '[', ']', '{', '}', ':', '\\', '\\u', '文', 'null']),
    );
    return ndjson(signs.join(''), { is: 'survived' });
  },
};
