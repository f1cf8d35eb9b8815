import { type CliConfig, readTokenFile } from './config.ts';
import { readSession } from './login/session-file.ts';

/** A token with where it was found, which may be told; the text never is. */
export interface FoundToken {
  readonly text: string;
  /** In words for people. */
  readonly from: string;
}

/** Names in the token files: a unit's, the lead's, an administrator's. */
type Holder = string;

/**
 * The token to use: `HUB_TOKEN`, else that of who has logged in, else the demo token of the unit, else that of the lead;
 * null when there is none.
 */
export function findToken(config: CliConfig, unit: Holder | null): FoundToken | null {
  const { token, dataFolder } = config;
  const demo =
    unit === null ? demoToken(dataFolder, 'lead') : (demoToken(dataFolder, unit) ?? demoToken(dataFolder, 'lead'));
  if (token !== null) return fromEnvironment(token, demo);
  const session = readSession(dataFolder);
  if (session !== null) return { text: session.accessToken, from: '本机登录（hub login），hub logout 后不再使用' };
  return demo;
}

/** That of an administrator: `HUB_TOKEN`, else the demo token of exactly this one; never somebody else's. */
export function findAdministratorToken({ token, dataFolder }: CliConfig, administrator: Holder): FoundToken | null {
  const demo = demoToken(dataFolder, administrator);
  return token === null ? demo : fromEnvironment(token, demo);
}

function fromEnvironment(text: string, overridden: FoundToken | null): FoundToken {
  const from = '环境变量 HUB_TOKEN';
  return {
    text,
    from: overridden === null ? from : `${from}，它优先于${overridden.from}；要用后者，先 unset HUB_TOKEN`,
  };
}

function demoToken(dataFolder: string, name: Holder): FoundToken | null {
  for (const file of ['tokens.json', 'unit-tokens.json'] as const) {
    const text = readTokenFile(dataFolder, file)[name];
    if (text !== undefined) return { text, from: `数据目录 ${file} 中的演示令牌 ${name}` };
  }
  return null;
}
