/** One thing that was looked at. */
export interface Diagnosis {
  readonly name: string;
  /** Null where it could not be seen, e.g. because the token may not. */
  readonly isHealthy: boolean | null;
  readonly found: string;
  /** What to do when it is not healthy, or to see it. */
  readonly remedy: string | null;
}

export function healthy(name: string, found: string): Diagnosis {
  return { name, isHealthy: true, found, remedy: null };
}

export function sick(name: string, found: string, remedy: string): Diagnosis {
  return { name, isHealthy: false, found, remedy };
}

export function unseen(name: string, found: string, remedy: string): Diagnosis {
  return { name, isHealthy: null, found, remedy };
}

/** Who may see what an operator's token may not. */
export const OFFICE_SEES = '用牵头单位的令牌（角色 lead-evaluator）可见';

/** Where a process says why it does not work: a file of the data folder, or what a container engine keeps. */
export function lookIntoLog(service: string): string {
  return `查看数据目录 logs/${service}.log；在容器中用 docker compose logs ${service}`;
}
