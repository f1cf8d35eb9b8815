import type { Catalogue, Framework } from './catalogue.ts';
import type { CatalogueFault } from './checks/catalogue-fault.ts';
import { checkAssessments } from './checks/assessment.check.ts';
import { checkDataClasses } from './checks/data-classes.check.ts';
import { checkDerivations } from './checks/derivation.check.ts';
import { checkFramework } from './checks/framework.check.ts';
import { checkJudges } from './checks/judge.check.ts';
import { checkFrameworksTogether } from './checks/key.check.ts';
import { checkKpis } from './checks/kpi.check.ts';
import { checkMeasures } from './checks/measure.check.ts';
import { checkMemberUnits } from './checks/member-unit.check.ts';
import { checkModelRules } from './checks/model-rules.check.ts';
import { checkPeerGroups } from './checks/peer-group.check.ts';
import { checkReleaseCalendar } from './checks/release-calendar.check.ts';
import { checkReportingChecks } from './checks/reporting-checks.check.ts';
import { checkResponsibilities } from './checks/responsibility.check.ts';
import { checkScoring } from './checks/scoring.check.ts';

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
