import { z } from 'zod';
import { proofText } from '../../../shared/archive/proof.ts';
import { readSeal, type Seal } from '../../../shared/archive/seal.ts';
import { readLeaf } from '../../../shared/archive/snapshot-format.ts';
import { inputKey } from '../../../shared/archive/subject-leaves.ts';
import type { Disclosure } from '../../../shared/identity/disclosure.ts';
import { mayReadFigure } from '../../../shared/identity/figure-scope.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import { noteFigure } from '../../../shared/observability/figure-reads.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import { findArchive } from './archive.repository.ts';
import { blockOfLeaf, blockRoots } from './archive-block.repository.ts';
import { mayReadArchives } from './permission.ts';

/** Which value is to be proved. */
export interface SealedCell {
  readonly subject: string;
  readonly measure: string;
  readonly period: string;
  /** Canonical text of the coordinates. */
  readonly dimensions: string;
}

/** The file that proves a value, and what it says. */
export interface ArchiveProof {
  readonly key: string;
  readonly value: string;
  readonly root: string;
  readonly text: string;
}

const contentSchema = z.object({
  measure: z.string(),
  period: z.string(),
  value: z.string(),
  memberUnit: z.string(),
  source: z.object({ stage: z.enum(['PRELIMINARY', 'FINAL']).nullable() }).nullable(),
});

/** Proves that one value was sealed, to those who may see the value. */
export class ArchiveProofService {
  constructor(
    private readonly database: EvaluationDatabase,
    private readonly disclosure: () => Disclosure,
  ) {}

  /** Null where nothing is sealed, the value is not in the archive, or is not the viewer's to see: one answer to all. */
  async prove(viewer: Viewer, round: string, cell: SealedCell): Promise<ArchiveProof | null> {
    if (!mayReadArchives(viewer)) return null;
    const { manager } = this.database;
    const seal = readSeal((await findArchive(manager, round))?.seal ?? '');
    if (seal === null) return null;
    const key = `${cell.subject}/${inputKey(cell)}`;
    const block = await blockOfLeaf(manager, round, { section: 'subject', key });
    if (block === null) return null;
    // The last line of a block is the list of its hashes.
    const lines = block.content.split('\n').slice(0, -2);
    const at = lines.findIndex((line) => line.startsWith(`["subject",${JSON.stringify(key)},`));
    const value = this.visibleValue(viewer, lines[at] ?? '');
    if (value === null) return null;
    const roots = await blockRoots(manager, round);
    return this.proof({ seal, roots, block: { index: block.block, lines }, at }, key, value);
  }

  private proof(source: Parameters<typeof proofText>[0], key: string, value: string): ArchiveProof {
    const { root }: Seal['statement'] = source.seal.statement;
    return { key, value, root, text: proofText(source) };
  }

  private visibleValue(viewer: Viewer, line: string): string | null {
    const content = contentSchema.safeParse(readLeaf(line)?.content);
    if (!content.success) return null;
    const { measure, period, value, source } = content.data;
    const memberUnit = content.data.memberUnit === '' ? null : content.data.memberUnit;
    const figure = { memberUnit, measure, period, stage: source?.stage ?? null };
    if (!mayReadFigure(viewer, figure, this.disclosure())) return null;
    noteFigure(memberUnit);
    return value;
  }
}
