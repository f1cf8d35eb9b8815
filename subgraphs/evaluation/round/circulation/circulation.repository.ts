import type { EntityManager } from 'typeorm';

/** 通报: the notice of a round. */
export interface Circulation {
  readonly noticeNumber: string;
  readonly noticeTitle: string;
  readonly noticeText: string;
  readonly addressees: readonly string[];
  readonly circulatedBy: string;
  readonly circulatedAt: Date;
}

interface CirculationRow {
  readonly notice_number: string;
  readonly notice_title: string;
  readonly notice_text: string;
  readonly addressees: readonly string[];
  readonly circulated_by: string;
  readonly circulated_at: Date;
}

export async function findCirculation(manager: EntityManager, round: string): Promise<Circulation | null> {
  const rows: CirculationRow[] = await manager.query(
    `select notice_number, notice_title, notice_text, addressees, circulated_by, circulated_at
     from round_circulation where round = $1`,
    [round],
  );
  const [row] = rows;
  if (row === undefined) return null;
  return {
    ...{ noticeNumber: row.notice_number, noticeTitle: row.notice_title, noticeText: row.notice_text },
    ...{ addressees: row.addressees, circulatedBy: row.circulated_by, circulatedAt: row.circulated_at },
  };
}

export async function insertCirculation(
  manager: EntityManager,
  round: string,
  circulation: Circulation,
): Promise<void> {
  const { noticeNumber, noticeTitle, addressees, circulatedBy, circulatedAt } = circulation;
  await manager.query(
    `insert into round_circulation (round, notice_number, notice_title, notice_text, addressees, circulated_by,
       circulated_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [round, noticeNumber, noticeTitle, circulation.noticeText, addressees, circulatedBy, circulatedAt],
  );
}
