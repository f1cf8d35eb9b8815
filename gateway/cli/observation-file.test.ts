import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatDimensions } from '../../shared/primitives/dimensions.ts';
import { readObservations } from './observation-file.ts';

const HEADER = 'subject,period,measure,dimensions,value,explanation';

it('reads CSV with a byte order mark, Windows line ends, quotes and several dimensions', () => {
  const file = readObservations(
    `\ufeff${HEADER}\r\n110106,2025,employee-board-members,ownership=state-owned;governance-seat=employee-director,42,"新设两家，\n含子公司"\r\n110106,2025,enterprises,,128000,\r\n`,
    'a.csv',
  );
  expect(file.faults).toEqual([]);
  expect(file.rows).toEqual([
    {
      subject: '110106',
      period: '2025',
      measure: 'employee-board-members',
      dimensions: [
        { key: 'ownership', code: 'state-owned' },
        { key: 'governance-seat', code: 'employee-director' },
      ],
      value: '42',
      explanation: '新设两家，\n含子公司',
      expectedRevision: null,
    },
    {
      subject: '110106',
      period: '2025',
      measure: 'enterprises',
      dimensions: [],
      value: '128000',
      explanation: null,
      expectedRevision: null,
    },
  ]);
});

it('names line and column of every fault and goes on', () => {
  const file = readObservations(`${HEADER}\n110106,,enterprises,ownership,1,\n,2025,enterprises,,,\n`, 'a.csv');
  expect(file.faults.map(({ line, column }) => [line, column])).toEqual([
    [2, 'period'],
    [2, 'dimensions'],
    [3, 'subject'],
    [3, 'value'],
  ]);
});

it('refuses a header with missing and unknown columns', () => {
  const file = readObservations('subject,measure,value,unit\n', 'a.csv');
  expect(file.faults.map(({ column }) => column)).toEqual(['period', 'unit']);
});

it('reads NDJSON with dimensions as list or as object, and refuses numbers that are not text', () => {
  const file = readObservations(
    [
      '{"subject":"110106","period":"2025","measure":"m","dimensions":[{"key":"a","code":"b"}],"value":"0.1"}',
      '',
      '{"subject":"110106","period":"2025","measure":"m","dimensions":{"a":"b"},"value":true,"expectedRevision":2}',
      '{"subject":"110106","period":"2025","measure":"m","value":0.1}',
      'not json',
    ].join('\n'),
    'a.ndjson',
  );
  expect(
    file.rows.map(({ value, dimensions, expectedRevision }) => [value, formatDimensions(dimensions), expectedRevision]),
  ).toEqual([
    ['0.1', 'a=b', null],
    ['true', 'a=b', 2],
  ]);
  expect(file.lines).toEqual([1, 3]);
  expect(file.faults.map(({ line, column }) => [line, column])).toEqual([
    [4, 'value'],
    [5, null],
  ]);
});

it('reads back whatever rows are written as CSV', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
  const row = fc.record({
    measure: word,
    value: fc.stringMatching(/^\d{1,12}(\.\d{1,4})?$/),
    dimensions: fc.dictionary(word, word, { maxKeys: 3 }),
  });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
      const lines = rows.map(({ measure, value, dimensions }) => {
        const text = formatDimensions(Object.entries(dimensions).map(([key, code]) => ({ key, code })));
        return `110106,2025,${measure},${text},${value},`;
      });
      const file = readObservations([HEADER, ...lines].join('\n'), 'x.csv');
      expect(file.faults).toEqual([]);
      expect(file.rows.map(({ measure, value }) => ({ measure, value }))).toEqual(
        rows.map(({ measure, value }) => ({ measure, value })),
      );
      expect(file.lines).toEqual(rows.map((_, index) => index + 2));
    }),
  );
});

it('never throws, whatever the file holds', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom('a.csv', 'a.ndjson', '-'),
      (text, name) => void readObservations(text, name),
    ),
  );
});
