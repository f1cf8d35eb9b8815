import type { Catalogue } from '../catalogue.ts';
import type { Framework } from '../framework/framework.ts';
import type { CatalogueFault } from './catalogue-fault.ts';
import { checkAssessments } from './assessment.check.ts';
import { checkDataClasses } from './data-classes.check.ts';
import { checkDerivations } from './derivation.check.ts';
import { checkFramework } from './framework.check.ts';
import { checkJudges } from './judge.check.ts';
import { checkFrameworksTogether } from './key.check.ts';
import { checkKpis } from './kpi.check.ts';
import { checkMeasures } from './measure.check.ts';
import { checkMemberUnits } from './member-unit.check.ts';
import { checkModelRules } from './model-rules.check.ts';
import { checkPeerGroups } from './peer-group.check.ts';
import { checkReleaseCalendar } from './release-calendar.check.ts';
import { checkReportingChecks } from './reporting-checks.check.ts';
import { checkResponsibilities } from './responsibility.check.ts';
import { checkScoring } from './scoring.check.ts';

/** Everything that must hold in a catalogue beyond the shape of its files; an empty list means it is sound. */
export function checkCatalogue(catalogue: Catalogue): CatalogueFault[] {
  return [
    ...checkMemberUnits(catalogue),
    ...checkFrameworksTogether(catalogue),
    ...[...catalogue.frameworks.values()].flatMap((framework) => checkOneFramework(catalogue, framework)),
    ...checkKpis(catalogue),
    ...checkReportingChecks(catalogue),
    ...checkReleaseCalendar(catalogue),
    ...checkDataClasses(catalogue),
    ...checkPeerGroups(catalogue),
  ];
}

/** What must hold in a framework with its split and its scoring model. */
export function checkOneFramework(catalogue: Catalogue, framework: Framework): CatalogueFault[] {
  const model = catalogue.scoringModels.get(framework.id);
  return [
    ...checkFramework(framework),
    ...checkMeasures(framework),
    ...checkDerivations(framework),
    ...checkResponsibilities(catalogue, framework),
    ...checkJudges(catalogue, framework),
    ...checkScoring(catalogue, framework),
    ...checkAssessments(catalogue, framework),
    ...(model === undefined ? [] : checkModelRules(framework, model)),
  ];
}
