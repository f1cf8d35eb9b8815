import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { ParticipantKind } from '../round/graph/round-enums.ts';
import type { Participant } from '../round/participant.ts';
import { subjectLoader } from '../subject/subject.loader.ts';
import type { SubjectService } from '../subject/subject.service.ts';
import type { RatedParticipant } from './grade-history/grade-record.type.ts';

/** Shows a participant with its name. */
export type ShowParticipant = (context: SubgraphContext, participant: Participant) => Promise<RatedParticipant>;

/** Names of participants: a subject's from the register, a unit's from the catalogue. */
export function participantNames(
  subjects: SubjectService,
  { memberUnits }: Pick<Catalogue, 'memberUnits'>,
): ShowParticipant {
  return async (context, { kind, code }) => {
    const name =
      kind === 'SUBJECT' ? (await subjectLoader(context, subjects).load(code))?.name : memberUnits.get(code)?.nameZh;
    return { kind: ParticipantKind[kind], code, name: name ?? code };
  };
}
