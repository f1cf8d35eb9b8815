import { err, ok, type Result } from '../../primitives/result.ts';
import type { PublishOrder } from '../publication/publish.ts';

const FLAGS: Readonly<Record<string, boolean>> = { true: true, false: false, '1': true, '0': false };

/** The order that the parameters of an upload give, or which of them is wrong (in Chinese). */
export function readOrder(parameters: URLSearchParams): Result<PublishOrder, string> {
  const known = [
    'idempotencyKey',
    'onBehalfOf',
    'mode',
    'dryRun',
    'submit',
    'isDemo',
    'reportedOn',
    'format',
    'justification',
  ];
  const foreign = [...parameters.keys()].find((name) => !known.includes(name));
  if (foreign !== undefined) return err(`没有参数 ${foreign.slice(0, 40)}；可用的参数：${known.join('、')}`);
  const flags = ['dryRun', 'submit', 'isDemo'].map((name) => [name, parameters.get(name)] as const);
  const badFlag = flags.find(([, text]) => text !== null && FLAGS[text] === undefined);
  if (badFlag) return err(`参数 ${badFlag[0]} 应为 true 或 false`);
  const mode = parameters.get('mode') ?? 'ATOMIC';
  if (mode !== 'ATOMIC' && mode !== 'PARTIAL') return err('参数 mode 应为 ATOMIC 或 PARTIAL');
  const reportedOn = parameters.get('reportedOn');
  if (reportedOn !== null && !isDay(reportedOn)) return err('参数 reportedOn 应为 YYYY-MM-DD');
  const flag = (name: string): boolean => FLAGS[parameters.get(name) ?? 'false'] ?? false;
  const justification = parameters.get('justification');
  return ok({
    idempotencyKey: parameters.get('idempotencyKey') ?? '',
    onBehalfOf: parameters.get('onBehalfOf'),
    kind: justification === null ? 'REPORT' : 'AMENDMENT',
    justification,
    channel: 'UPLOAD',
    mode,
    dryRun: flag('dryRun'),
    submit: flag('submit'),
    isDemo: flag('isDemo'),
    reportedOn,
  });
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}
