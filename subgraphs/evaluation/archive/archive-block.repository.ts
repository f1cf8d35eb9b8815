import type { EntityManager } from 'typeorm';
import { type Section, sectionOrder } from '../../../shared/archive/snapshot-format.ts';
import type { Block } from '../../../shared/archive/snapshot-builder.ts';

/** Keeps a block of the file. */
export async function insertBlock(manager: EntityManager, round: string, block: Block): Promise<void> {
  await manager.query(
    'insert into archive_block (round, block, section, first_key, content, root) values ($1, $2, $3, $4, $5, $6)',
    [round, block.index, sectionOrder(block.first.section), block.first.key, block.text, block.root],
  );
}

/** Blocks after one, each as its part of the file. */
export async function blockTexts(
  manager: EntityManager,
  round: string,
  page: { readonly after: number; readonly limit: number },
): Promise<{ readonly block: number; readonly content: string }[]> {
  return manager.query(
    'select block, content from archive_block where round = $1 and block > $2 order by block limit $3',
    [round, page.after, page.limit],
  );
}

/** The block in which a leaf stands if it is in the archive at all. */
export async function blockOfLeaf(
  manager: EntityManager,
  round: string,
  { section, key }: { readonly section: Section; readonly key: string },
): Promise<{ readonly block: number; readonly content: string } | null> {
  const rows: { block: number; content: string }[] = await manager.query(
    `select block, content from archive_block where round = $1 and (section, first_key) <= ($2, $3)
     order by section desc, first_key desc limit 1`,
    [round, sectionOrder(section), key],
  );
  return rows[0] ?? null;
}

/** Roots of all blocks, in order. */
export async function blockRoots(manager: EntityManager, round: string): Promise<Buffer[]> {
  const rows: { root: Buffer }[] = await manager.query(
    'select root from archive_block where round = $1 order by block',
    [round],
  );
  return rows.map(({ root }) => root);
}

export async function countBlocks(manager: EntityManager, round: string): Promise<number> {
  const rows: { count: number }[] = await manager.query(
    'select count(*)::int as count from archive_block where round = $1',
    [round],
  );
  return rows[0]?.count ?? 0;
}
