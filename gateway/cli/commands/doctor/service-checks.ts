import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { CliError } from '../../cli-error.ts';
import { formatInstant } from '../../format-instant.ts';
import type { GraphqlClient } from '../../graphql-client.ts';
import { type Diagnosis, healthy, lookIntoLog, OFFICE_SEES, sick, unseen } from './diagnosis.ts';

const directorySchema = z.object({
  subgraphs: z.array(
    z.object({ code: z.string(), availability: z.object({ state: z.string(), since: z.string() }).nullable() }),
  ),
});

/** What the hub says of those it watches. */
export interface Directory {
  readonly checks: readonly Diagnosis[];
  /** The departments' services; empty where the hub does not answer. */
  readonly departments: readonly string[];
}

/** Asks the hub: whether the token is one, whether the hub itself answers, and how the departments' services are. */
export async function checkDirectory(client: GraphqlClient): Promise<Directory> {
  const answer = await client.askFor(directorySchema, '{ subgraphs { code availability { state since } } }');
  if (!answer.ok) return { checks: [toSick(answer.error)], departments: [] };
  const { subgraphs } = answer.value.data;
  const checks = subgraphs.map(({ code, availability }) => {
    if (availability === null) return unseen(`服务 ${code}`, '未纳入探测', '在 SUBGRAPH_HEALTH_URLS 中写明其地址');
    const { state, since } = availability;
    return state === 'AVAILABLE'
      ? healthy(`服务 ${code}`, `可用，自 ${formatInstant(since)}`)
      : sick(`服务 ${code}`, `不可用，自 ${formatInstant(since)}`, lookIntoLog(code));
  });
  return {
    checks: [healthy('令牌', '有效'), healthy('服务 hub', '可用'), ...checks],
    departments: subgraphs.map(({ code }) => code),
  };
}

function toSick(error: CliError): Diagnosis {
  const said = `${error.code} ${error.message}`;
  if (['UNAUTHENTICATED', 'TOKEN_MISSING', 'FORBIDDEN'].includes(error.code)) return sick('令牌', said, error.remedy);
  return sick('服务 hub', said, lookIntoLog('hub'));
}

const EVALUATION = 'query ($code: String!) { framework(code: $code) { code } }';

/** Asks the evaluation for something nobody has asked before, so that no remembered answer comes in its place. */
export async function checkEvaluation(client: GraphqlClient): Promise<Diagnosis> {
  const name = '服务 evaluation';
  const answer = await client.ask(EVALUATION, { code: `doctor-${randomUUID()}` });
  if (!answer.ok) return sick(name, `${answer.error.code} ${answer.error.message}`, lookIntoLog('evaluation'));
  const [fault] = answer.value.errors;
  if (fault === undefined) return healthy(name, '可用');
  const { code, message } = await client.toCliError(fault);
  if (code === 'FORBIDDEN') return unseen(name, '所用令牌无权查看', OFFICE_SEES);
  return sick(name, `${code} ${message}`, lookIntoLog('evaluation'));
}
