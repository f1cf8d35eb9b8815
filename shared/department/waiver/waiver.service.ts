import { mayAct } from '../../identity/permission.ts';
import { dayInShanghai } from '../../primitives/calendar-day.ts';
import { canonicalJson, sha256Hex } from '../../primitives/canonical-json.ts';
import type { DimensionValue } from '../../primitives/dimensions.ts';
import { newId } from '../../primitives/identifiers.ts';
import type { Issue } from '../../primitives/issue.ts';
import { normaliseWireValue } from '../../primitives/wire-value.ts';
import { recordAccepted } from '../audit/audit.repository.ts';
import { rowContextOf } from '../publication/examine-submission.ts';
import { isJustification } from '../publication/publish.ts';
import type { PublishAct, PublishDependencies } from '../publication/publish-outcome.ts';
import { refuseForbidden } from '../publication/refuse-forbidden.ts';
import { resolveRow } from '../validation/row.ts';
import { isWaivableRule } from '../validation/rule-table.ts';
import { waiverErrors } from './waiver.errors.ts';
import { storeWaiver } from './waiver.repository.ts';

/** One value, one rule, one reason. */
export interface WaiverCommand {
  readonly memberUnit: string;
  readonly subject: string;
  readonly measure: string;
  readonly period: string;
  readonly dimensions: readonly DimensionValue[];
  readonly value: string;
  readonly rule: string;
  readonly reason: string;
}

export interface WaiverOutcome {
  readonly id: string | null;
  readonly issues: readonly Issue[];
}

export interface WaiverService {
  waive(command: WaiverCommand, act: PublishAct): Promise<WaiverOutcome>;
}

/** The lead sets a hard rule aside for one value (豁免). It holds for that value in that cell and nothing else. */
export function createWaiverService(dependencies: PublishDependencies): WaiverService {
  const { knowledge, dataSource, clock, department } = dependencies;
  return {
    async waive(command, act) {
      const { viewer, traceId } = act;
      const action = `waive${department.typePrefix}Rule`;
      const { subject, measure, period, rule, memberUnit } = command;
      if (!mayAct(viewer, 'rule:waive'))
        return refuseForbidden(dependencies, act, {
          action,
          reason: '只有协调小组办公室可以豁免审核规则',
          about: { subject, measure, period, rule, memberUnit },
        });
      const about = { memberUnit, today: dayInShanghai(clock.now()), order: { isDemo: false } };
      const row = resolveRow(
        { ...command, expectedRevision: null, explanation: null, stage: null },
        1,
        rowContextOf(dependencies, about),
      );
      const issues: Issue[] = [];
      if (row.kind === null) issues.push(waiverErrors.subjectUnknown());
      else if (row.period === null) issues.push(waiverErrors.periodMalformed());
      else if (row.measure === null) issues.push(waiverErrors.measureUnknown());
      if (!knowledge.units.has(command.memberUnit)) issues.push(waiverErrors.unitNotCarried());
      if (!isWaivableRule(command.rule)) issues.push(waiverErrors.ruleNotWaivable(command.rule));
      if (!isJustification(command.reason)) issues.push(waiverErrors.reasonMissing());
      if (issues.length > 0) return { id: null, issues };
      const id = newId();
      const at = clock.now();
      const { dimensions } = row;
      const waiver = { ...command, dimensions, value: normaliseWireValue(row.value) };
      await dataSource.transaction(async (manager) => {
        await storeWaiver(manager, {
          ...waiver,
          id,
          decidedBy: viewer.subject,
          decidedByUnit: viewer.memberUnit,
          decidedAt: at,
          traceId,
        });
        await recordAccepted(manager, [
          {
            actor: viewer.subject,
            actorUnit: viewer.memberUnit,
            action,
            traceId,
            objectType: 'rule-waiver',
            objectId: id,
            afterHash: sha256Hex(canonicalJson({ ...waiver })),
            detail: { rule: command.rule, memberUnit: command.memberUnit, purpose: viewer.purpose },
            at,
          },
        ]);
      });
      return { id, issues: [] };
    },
  };
}
