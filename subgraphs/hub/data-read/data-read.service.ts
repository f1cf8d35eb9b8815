import type { Page, PageRequest } from '../../../shared/graphql/connection.ts';
import { badUserInput } from '../../../shared/graphql/errors.ts';
import { newId } from '../../../shared/primitives/identifiers.ts';
import { type Act, permit, permitUnit } from '../act/act.ts';
import { addDays, startOfDay } from '../../../shared/primitives/calendar-day.ts';
import type { DataReadStore } from './data-read.repository.ts';
import type { DataRead, StoredDataRead } from './data-read.ts';

/** A read as the gateway reports it; with an id of its own it can be reported again without counting twice. */
export type ReportedRead = Omit<DataRead, 'id'> & { readonly id?: string | undefined };

/** Who read whose figures: kept as the gateway reports it, shown to the owner and the auditor. */
export class DataReadService {
  private readonly store: DataReadStore;

  constructor(store: DataReadStore) {
    this.store = store;
  }

  /** Keeps a batch; returns how many were new. */
  record(reads: readonly ReportedRead[]): Promise<number> {
    return this.store.add(reads.map((read) => ({ ...read, id: read.id ?? newId(read.at.getTime()) })));
  }

  /** Who read a unit's figures from one day to another, both included. */
  async log(
    asked: { readonly ownerUnit: string; readonly from: string; readonly to: string },
    request: PageRequest,
    { viewer }: Act,
  ): Promise<Page<StoredDataRead>> {
    permit(viewer, 'access-log:read');
    permitUnit(viewer, 'access-log:read', asked.ownerUnit);
    if (asked.to < asked.from) throw badUserInput('截止日期早于起始日期');
    const { ownerUnit } = asked;
    return this.store.page({ ownerUnit, from: startOfDay(asked.from), to: startOfDay(addDays(asked.to, 1)) }, request);
  }
}
