import { accessSync, constants } from 'node:fs';
import type { CliConfig } from '../../config.ts';
import { type Diagnosis, healthy, sick } from './diagnosis.ts';

/** Node 20.19 and every later even release. */
export function isSupportedNode(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19);
}

export function checkNode(): Diagnosis {
  const { node } = process.versions;
  return isSupportedNode(node) ? healthy('Node', node) : sick('Node', node, '安装 Node 20.19 或更高版本');
}

export function checkDataFolder({ dataFolder }: CliConfig): Diagnosis {
  try {
    accessSync(dataFolder, constants.R_OK | constants.X_OK);
    return healthy('数据目录', dataFolder);
  } catch {
    return sick('数据目录', `${dataFolder} 不存在或不可读`, '用 HUB_DATA 指明 npm start 所用的目录');
  }
}

export async function checkHttp({ url }: CliConfig, path: string): Promise<Diagnosis> {
  const address = new URL(path, url).href;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.ok
      ? healthy(`网关 ${path}`, `HTTP ${response.status}`)
      : sick(`网关 ${path}`, `HTTP ${response.status}`, '查看数据目录 logs/gateway.log');
  } catch {
    return sick(`网关 ${path}`, `${address} 无应答`, '运行 npm start，或用 --url 指明地址');
  }
}
