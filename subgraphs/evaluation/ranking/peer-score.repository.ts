import type { EntityManager } from 'typeorm';
import type { PeerScore } from './rank.ts';

/** Which evaluations are compared: all of a framework in a year. */
export interface PeerSet {
  readonly framework: string;
  readonly year: number;
}

interface PeerRow extends PeerScore, PeerSet {}

/** Reads the scores that are compared with each other. */
export class PeerScoreRepository {
  private readonly manager: EntityManager;

  constructor(manager: EntityManager) {
    this.manager = manager;
  }

  /** The scores of each set, by `peerSetText`; one statement, answered by an index alone where it is about now. */
  async scores(sets: readonly PeerSet[], asOf: Date | null): Promise<Map<string, PeerScore[]>> {
    const known = asOf === null ? 'known_to is null' : 'known_from <= $3 and (known_to is null or known_to > $3)';
    const rows: PeerRow[] = await this.manager.query(
      `select r.framework, r.year, r.subject, r.score_value as value, r.score_low as low, r.score_high as high
       from unnest($1::text[], $2::integer[]) as asked (framework, year)
       join evaluation_result r on r.framework = asked.framework and r.year = asked.year and ${known}`,
      [sets.map(({ framework }) => framework), sets.map(({ year }) => year), ...(asOf === null ? [] : [asOf])],
    );
    const bySet = new Map<string, PeerScore[]>();
    for (const row of rows) {
      const list = bySet.get(peerSetText(row));
      if (list === undefined) bySet.set(peerSetText(row), [row]);
      else list.push(row);
    }
    return bySet;
  }
}

export function peerSetText({ framework, year }: PeerSet): string {
  return `${framework}\t${year}`;
}
