import { mayAct } from '../../../shared/identity/permission.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import type { FrameworkRegister } from '../framework/framework-register.ts';
import { type PeerGroup, peerGroupOf, statePeerGroup } from './peer-group.ts';
import { type PeerSet, PeerScoreRepository, peerSetText } from './peer-score.repository.ts';
import { type PeerScore, rankPeers, type Standing } from './rank.ts';

/** A standing with the statement of the group it holds in. */
export interface StatedStanding extends Standing {
  readonly peerGroup: string;
}

interface Dependencies {
  readonly database: EvaluationDatabase;
  readonly register: FrameworkRegister;
}

/** Ranks within stated peer groups: for the lead office's own use, never for notices. */
export class RankingService {
  private readonly dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.dependencies = dependencies;
  }

  mayRank(viewer: Viewer): boolean {
    return mayAct(viewer, 'evaluation:office');
  }

  /** The standings of all subjects of each set, in the order of the sets. */
  async standings(sets: readonly PeerSet[], asOf: Date | null): Promise<ReadonlyMap<string, StatedStanding>[]> {
    const found = await new PeerScoreRepository(this.dependencies.database.manager).scores(sets, asOf);
    return sets.map((set) => this.rank(set, found.get(peerSetText(set)) ?? []));
  }

  private rank({ framework: code, year }: PeerSet, scores: readonly PeerScore[]): Map<string, StatedStanding> {
    const { register } = this.dependencies;
    const framework = register.find(code);
    if (framework === null) return new Map();
    const groups = new Map<string, { group: PeerGroup; members: PeerScore[] }>();
    for (const score of scores) {
      const group = peerGroupOf(register.catalogue, framework, { subject: score.subject, year });
      const members = groups.get(group.code)?.members ?? [];
      members.push(score);
      groups.set(group.code, { group, members });
    }
    const standings = new Map<string, StatedStanding>();
    for (const { group, members } of groups.values()) {
      const peerGroup = statePeerGroup(framework, year, group);
      for (const [subject, standing] of rankPeers(members)) standings.set(subject, { ...standing, peerGroup });
    }
    return standings;
  }
}
