import { z } from 'zod';
import { askSigned, type QuestionAddress, QuestionRefused } from '../hop/signed-question.ts';

/** Where the data revision of one subgraph is asked for. */
export interface RevisionSource {
  /** The revision now; where it is the known one still, with the next change or after a short while. Null: it has none. */
  revision(known: string, signal: AbortSignal): Promise<string | null>;
}

/** Short: how long silence may pass for being in touch is reckoned from it. */
const WAIT_MS = 1_000;

const answerSchema = z.object({ revision: z.string().min(1) });

/** Asks a subgraph over the signed hop, in a long poll. */
export class SubgraphRevisionSource implements RevisionSource {
  constructor(private readonly subgraph: Omit<QuestionAddress, 'signal'>) {}

  async revision(known: string, signal: AbortSignal): Promise<string | null> {
    const patient = { ...this.subgraph, timeoutMs: this.subgraph.timeoutMs + WAIT_MS, signal };
    try {
      const answer = await askSigned(patient, '/internal/revision', { after: known, waitMs: WAIT_MS });
      return answerSchema.parse(answer).revision;
    } catch (error) {
      if (error instanceof QuestionRefused && error.status === 404) return null;
      throw error;
    }
  }
}
