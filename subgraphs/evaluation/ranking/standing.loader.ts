import DataLoader from 'dataloader';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { RequestMemory } from '../../../shared/graphql/request-memory.ts';
import { type PeerSet, peerSetText } from './peer-score.repository.ts';
import type { RankingService, StatedStanding } from './ranking.service.ts';

type StandingLoader = DataLoader<PeerSet, ReadonlyMap<string, StatedStanding>, string>;

const memory = new RequestMemory<StandingLoader>();

/** Standings of one instant: one statement for all frameworks and years whose ranks are asked in one request. */
export function standingLoader(context: SubgraphContext, ranking: RankingService, asOf: Date | null): StandingLoader {
  return memory.of(
    context,
    asOf?.toISOString() ?? '',
    () => new DataLoader((sets: readonly PeerSet[]) => ranking.standings(sets, asOf), { cacheKeyFn: peerSetText }),
  );
}
