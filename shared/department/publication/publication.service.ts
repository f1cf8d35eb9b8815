import type { DataSource } from 'typeorm';
import { findPublications, type PublicationView } from './publication.repository.ts';

export interface PublicationService {
  /** Same order as the ids; null where there is none. */
  findByIds(ids: readonly string[]): Promise<(PublicationView | null)[]>;
}

export function createPublicationService(dataSource: DataSource): PublicationService {
  return {
    async findByIds(ids) {
      const found = await findPublications(dataSource.manager, ids);
      const byId = new Map(found.map((publication) => [publication.id, publication]));
      return ids.map((id) => byId.get(id) ?? null);
    },
  };
}
