import type { Catalogue } from '../../shared/catalogue/catalogue.ts';
import { createLocalDerivation, type LocalDerivation } from '../../shared/department/derivation/local-derivation.ts';
import type { CellRef } from '../../shared/derivation/derived-cells.ts';
import { formatDimensions } from '../../shared/primitives/dimensions.ts';
import { districtDemo } from '../../gateway/cli/demo/demo-set.ts';
import type { FeedState } from '../../subgraphs/evaluation/input-store/feed-change.ts';
import type { IngestService } from '../../subgraphs/evaluation/input-store/ingest.service.ts';
import { aChange, type FakeValue } from '../../subgraphs/evaluation/worker/fake-change-source.ts';

/** A value of the district as a unit reports it. */
export interface Report extends CellRef {
  readonly value: string | null;
  readonly unit: string;
}

interface Held {
  readonly id: string;
  readonly value: string;
  readonly revision: number;
  readonly isDerived: boolean;
  readonly unit: string;
}

/**
 * The departments of the demo district without their processes: they hold what was accepted, derive what they can
 * derive alone on every acceptance, as the real ones do, and tell the evaluation by their feeds.
 */
export class DistrictFeed {
  readonly subject = '110106';
  private readonly held = new Map<string, Held>();
  private readonly waiting = new Map<
    string,
    { readonly report: Report; readonly id: string; readonly revision: number }[]
  >();
  private readonly positions = new Map<string, bigint>();
  private readonly derivations = new Map<string, LocalDerivation>();
  private readonly catalogue: Catalogue;
  private readonly ingest: IngestService;
  private readonly pages = new Map<string, FakeValue[]>();
  private sequence = 0;

  constructor(catalogue: Catalogue, ingest: IngestService) {
    this.catalogue = catalogue;
    this.ingest = ingest;
  }

  /** Everything the demo district reports, accepted at once. */
  async acceptDemo(): Promise<void> {
    const reports = districtDemo(this.catalogue).observations.map(({ measure, period, dimensions, value, unit }) => ({
      ...{ measure, period, value, unit },
      dimensions: formatDimensions(dimensions),
    }));
    await this.accept(reports);
  }

  /** Values held, entered ones only. */
  entered(unit: string, year: string): Report[] {
    return [...this.held].flatMap(([key, { value, isDerived, unit: owner }]) => {
      const [measure = '', period = '', dimensions = ''] = key.split('\t');
      return isDerived || owner !== unit || !period.startsWith(year)
        ? []
        : [{ measure, period, dimensions, value, unit }];
    });
  }

  async accept(reports: readonly Report[]): Promise<void> {
    for (const report of reports) this.record(report, false);
    await this.deriveAndTell(reports);
  }

  /** Hands values in; they wait under the publication until they are settled. */
  async submit(publication: string, reports: readonly Report[]): Promise<void> {
    const waiting = reports.map((report) => {
      const revision = (this.held.get(cellOf(report))?.revision ?? 0) + 1;
      return { report, revision, id: this.nextId(report) };
    });
    this.waiting.set(publication, waiting);
    for (const each of waiting) this.tell(each.report, { ...each, state: 'SUBMITTED', publication });
    await this.flush();
  }

  /** Accepts, returns or withdraws what waits. */
  async settle(publication: string, state: Exclude<FeedState, 'DRAFT'>): Promise<void> {
    const waiting = this.waiting.get(publication) ?? [];
    for (const { report, id, revision } of waiting) {
      this.tell(report, { id, revision, state, publication });
      if (state !== 'ACCEPTED' || report.value === null) continue;
      this.held.set(cellOf(report), { id, revision, value: report.value, isDerived: false, unit: report.unit });
    }
    await this.deriveAndTell(state === 'ACCEPTED' ? waiting.map(({ report }) => report) : []);
  }

  /** Takes accepted values out of the record. */
  async withdraw(cells: readonly Report[]): Promise<void> {
    for (const cell of cells) this.take(cell);
    await this.deriveAndTell(cells);
  }

  private take(cell: Report): void {
    const known = this.held.get(cellOf(cell));
    if (known === undefined) return;
    this.held.delete(cellOf(cell));
    const { id, revision, value, isDerived } = known;
    this.tell({ ...cell, value }, { id, revision, state: 'WITHDRAWN', isDerived });
  }

  private record(report: Report, isDerived: boolean): void {
    if (report.value === null) return;
    const known = this.held.get(cellOf(report));
    const next = { id: this.nextId(report), revision: (known?.revision ?? 0) + 1, isDerived };
    this.held.set(cellOf(report), { ...next, value: report.value, unit: report.unit });
    this.tell(report, { ...next, state: 'ACCEPTED' });
  }

  private async deriveAndTell(reports: readonly Report[]): Promise<void> {
    for (const department of new Set(reports.map(({ unit }) => this.departmentOf(unit)))) {
      const derivation = this.derivationOf(department);
      const affected = derivation.affected(reports.filter(({ unit }) => this.departmentOf(unit) === department));
      const computed = derivation.compute(affected, (cell) => this.held.get(cellOf(cell))?.value ?? null);
      const byCell = new Map(computed.map((cell) => [cellOf(cell), cell]));
      for (const cell of affected) {
        const fresh = byCell.get(cellOf(cell));
        const known = this.held.get(cellOf(cell));
        if (fresh === undefined && known !== undefined) this.take({ ...cell, value: null, unit: known.unit });
        if (fresh !== undefined && fresh.value !== known?.value)
          this.record({ ...fresh, unit: fresh.memberUnit }, true);
      }
    }
    await this.flush();
  }

  private derivationOf(department: string): LocalDerivation {
    const known = this.derivations.get(department);
    if (known !== undefined) return known;
    const framework = this.catalogue.frameworks.get('fengtai-2023');
    const split = this.catalogue.splits.get('fengtai-2023');
    if (framework === undefined || split === undefined) throw new Error('no framework of the district');
    const fresh = createLocalDerivation(framework, split, (unit) => this.departmentOf(unit) === department);
    this.derivations.set(department, fresh);
    return fresh;
  }

  private departmentOf(unit: string): string {
    return this.catalogue.memberUnits.get(unit)?.subgraph ?? 'union';
  }

  private nextId({ unit, period }: Report): string {
    this.sequence += 1;
    return `${this.departmentOf(unit)}:${period.slice(0, 4)}:${this.sequence}`;
  }

  private tell({ unit, ...report }: Report, more: Partial<FakeValue>): void {
    const department = this.departmentOf(unit);
    const page = this.pages.get(department) ?? [];
    page.push({ ...report, memberUnit: unit, ...more });
    this.pages.set(department, page);
  }

  private async flush(): Promise<void> {
    for (const [department, values] of this.pages) {
      const from = this.positions.get(department) ?? 0n;
      const changes = values.map((value, index) => aChange(department, from + BigInt(index + 1), value));
      this.positions.set(department, from + BigInt(values.length));
      await this.ingest.ingest(department, { head: from + BigInt(values.length), changes });
    }
    this.pages.clear();
  }
}

function cellOf({ measure, period, dimensions }: CellRef): string {
  return `${measure}\t${period}\t${dimensions}`;
}
