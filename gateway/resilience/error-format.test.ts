import { GraphQLError, parse, validate, buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { formatErrors, subgraphUnavailable } from './error-format.ts';

const directory = {
  nameOf: (name: string) => (name === 'hrss' ? '人力社保' : name),
  unitsOf: () => [{ code: 'hrss', name: '区人力社保局' }],
};
const context = { traceId: 't1', isMutation: false, directory };
const format = (...errors: unknown[]) => formatErrors(errors, context);
const bodies = (...errors: unknown[]) => format(...errors).errors.map((error) => error.toJSON());

describe('the form in which errors leave', () => {
  it('keeps one error per unavailable subgraph, at its first path', () => {
    const at = (path: string[], name: string) =>
      new GraphQLError('x', { path, extensions: subgraphUnavailable(name).extensions });
    const left = bodies(at(['a'], 'hrss'), at(['b'], 'hrss'), at(['c'], 'sasac'), at(['d'], 'hrss'));
    expect(left.map(({ path, extensions }) => [path, extensions?.serviceName])).toEqual([
      [['a'], 'hrss'],
      [['c'], 'sasac'],
    ]);
    expect(left[0]?.message).toBe('人力社保（hrss）子图暂不可用，相关数据为空，其余结果不受影响');
    expect(left[0]?.extensions).toEqual({
      code: 'SUBGRAPH_UNAVAILABLE',
      serviceName: 'hrss',
      units: [{ code: 'hrss', name: '区人力社保局' }],
      traceId: 't1',
    });
  });

  it('lets a subgraph say message, code and where, and nothing else', () => {
    const extensions = {
      code: 'FORBIDDEN',
      serviceName: 'hrss',
      row: 3,
      rule: 'r',
      sql: 'SELECT',
      stacktrace: ['at'],
      http: { status: 500 },
      traceId: 'theirs',
    };
    expect(bodies(new GraphQLError('无权', { extensions }))).toEqual([
      { message: '无权', extensions: { code: 'FORBIDDEN', row: 3, rule: 'r', serviceName: 'hrss', traceId: 't1' } },
    ]);
  });

  it.each(['INTERNAL_SERVER_ERROR', 'DOWNSTREAM_SERVICE_ERROR', 'GRAPHQL_VALIDATION_FAILED'])(
    'hides the words of a subgraph under %s and keeps them for the log',
    (code) => {
      const error = new GraphQLError('SELECT secret', { extensions: { code, serviceName: 'hrss' } });
      const { errors, faults } = format(error);
      expect(errors[0]?.message).toBe('服务内部错误，请将编号 t1 告知管理员');
      expect(faults).toEqual([error]);
    },
  );

  it('hides what a bug threw', () => {
    const bug = new TypeError('x is undefined at /srv/app.js');
    for (const thrown of [bug, new GraphQLError(bug.message, { originalError: bug }), 'text', undefined]) {
      expect(bodies(thrown)[0]?.message).toBe('服务内部错误，请将编号 t1 告知管理员');
    }
    expect(format(new GraphQLError('x', { originalError: bug })).faults).toEqual([bug]);
  });

  it('takes apart errors that came together', () => {
    const together = new AggregateError(
      [subgraphUnavailable('hrss'), new AggregateError([subgraphUnavailable('sasac')], 'inner')],
      'outer',
    );
    expect(bodies(together).map(({ extensions }) => extensions?.serviceName)).toEqual(['hrss', 'sasac']);
  });

  it('keeps where a document is wrong', () => {
    const [error] = validate(buildSchema('type Query { a: String }'), parse('{ b }'));
    const [left] = bodies(
      new GraphQLError(error?.message ?? '', {
        nodes: error?.nodes,
        extensions: { http: { status: 400, spec: true } },
      }),
    );
    expect(left).toMatchObject({
      locations: [{ line: 1, column: 3 }],
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED', traceId: 't1' },
    });
  });

  it('tells a writer that the outcome is not known', () => {
    const [left] = formatErrors([subgraphUnavailable('hrss')], { ...context, isMutation: true }).errors;
    expect(left?.message).toContain('结果未知，请用同一幂等键重试');
  });
});
