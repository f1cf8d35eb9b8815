import { z } from 'zod';
import type { Json } from '../primitives/canonical-json.ts';
import { prepareScoring, type ScoringPlan, type ScoringSetup } from '../scoring/compile/prepare-scoring.ts';
import { DocumentReader, documentLeaves } from './document-leaves.ts';
import type { Leaf } from './snapshot-format.ts';

/**
 * By what a round is judged: framework, split and scoring model, each a document; year, variant and member units as
 * `setup`; and documents that are kept beside them, such as the key performance indicators.
 */
export function definitionLeaves(setup: ScoringSetup, beside: Readonly<Record<string, object>> = {}): Leaf[] {
  const { framework, model, split, ...rest } = setup;
  const documents: [string, object][] = Object.entries({ ...beside, framework, model, split, setup: rest });
  return documents
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, document]) => documentLeaves('definition', name, document, true));
}

/** Reads the definition of a snapshot and makes it ready to calculate with. */
export class DefinitionReader {
  private readonly documents = new Map<string, DocumentReader>();

  /** Takes in a leaf of the section `definition`. */
  add(key: string, content: Json): void {
    const at = key.indexOf('/');
    const name = key.slice(0, at);
    const reader = this.documents.get(name) ?? new DocumentReader();
    this.documents.set(name, reader);
    reader.add(key.slice(at + 1), content);
  }

  /** The plan; null where the documents are not such as can be calculated with. */
  plan(): ScoringPlan | null {
    const document = (name: string): object => this.documents.get(name)?.document() ?? {};
    const [framework, model, split] = [document('framework'), document('model'), document('split')];
    const setup = setupSchema.safeParse({ ...document('setup'), framework, model, split });
    return setup.success ? prepareScoring(setup.data) : null;
  }
}

/** What a file of a snapshot must have at least; the scoring itself looks at the parameters one by one. */
const shapeSchema = z.object({
  year: z.number().int(),
  framework: z.object({
    id: z.string(),
    indicators: z.array(z.object({ code: z.string() })),
    measures: z.map(z.string(), z.unknown()),
  }),
  model: z.object({ id: z.string(), indicators: z.map(z.string(), z.unknown()) }),
  split: z.object({ indicators: z.map(z.string(), z.unknown()), measures: z.map(z.string(), z.unknown()) }),
});

const setupSchema = z.custom<ScoringSetup>((value) => shapeSchema.safeParse(value).success);
