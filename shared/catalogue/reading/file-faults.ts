/** One fault of a data file: which file, where in it, what is wrong (Chinese, for the statistician). */
export interface CatalogueFileFault {
  readonly file: string;
  readonly path: string;
  readonly message: string;
}

/** Thrown when the shipped data cannot be read; its message lists every fault by file and path. */
export class CatalogueFilesError extends Error {
  constructor(readonly faults: readonly CatalogueFileFault[]) {
    super(`指标目录数据有误：\n${faults.map(formatFileFault).join('\n')}`);
    this.name = 'CatalogueFilesError';
  }
}

/** A fault on one line. */
export function formatFileFault({ file, path, message }: CatalogueFileFault): string {
  return path === '' ? `${file}: ${message}` : `${file} ${path}: ${message}`;
}

/** Takes the faults of one file. */
export interface FaultSink {
  add(path: string, message: string): void;
}

/** Collects the faults of all files, so that they are reported together. */
export class FileFaults {
  readonly all: CatalogueFileFault[] = [];

  of(file: string): FaultSink {
    return { add: (path, message) => this.all.push({ file, path, message }) };
  }
}

/** Rows as a map by their code; a code that comes twice is a fault, the first row stays. */
export function mapByCode<T>(
  rows: readonly T[],
  codeOf: (row: T) => string,
  path: string,
  faults: FaultSink,
): Map<string, T> {
  const map = new Map<string, T>();
  rows.forEach((row, index) => {
    const code = codeOf(row);
    if (map.has(code)) faults.add(`${path}[${index}]`, `代码重复：${code}`);
    else map.set(code, row);
  });
  return map;
}
