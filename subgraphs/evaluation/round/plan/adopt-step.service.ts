import type { ProcedureStep, RoundStepName } from '../../../../shared/catalogue/round/round-procedures.ts';
import { forbidden } from '../../../../shared/graphql/errors.ts';
import type { Issue } from '../../../../shared/primitives/issue.ts';
import type { Result } from '../../../../shared/primitives/result.ts';
import { mayManageRounds } from '../permission.ts';
import { isText, roundErrors } from '../round.errors.ts';
import {
  actOnRound,
  type Caller,
  type RoundAct,
  type RoundDependencies,
  type RoundTarget,
} from '../round-act.service.ts';
import { dueOf, progressOf, type RoundStep, type StepAdoption } from '../round-step.ts';
import { findAdoption, insertAdoption, updateStep } from '../round-step.repository.ts';
import { planErrors } from './plan.errors.ts';

/** The act by which a step of the national opinion is borrowed. */
export interface AdoptOrder extends RoundTarget {
  readonly step: RoundStepName;
  readonly actTitle: string;
  readonly actNumber: string;
  readonly decidedOn: string;
}

/**
 * 采用: records the act by which a framework's rounds take a step over from the national opinion (参照全国办法).
 * The round at hand gets the step where it has not gone past it; rounds opened later have it from the start.
 */
export class AdoptStepService {
  private readonly dependencies: RoundDependencies;

  constructor(dependencies: RoundDependencies) {
    this.dependencies = dependencies;
  }

  async adopt(caller: Caller, order: AdoptOrder): Promise<Result<string, readonly Issue[]>> {
    if (!mayManageRounds(caller.viewer)) throw forbidden('没有组织年度评价的权限');
    return actOnRound(this.dependencies, caller, order, async (act) => {
      const step = this.procedureStep(act, order.step);
      for (const [field, name] of [
        ['actTitle', '文件或会议名称'],
        ['actNumber', '文号或纪要号'],
      ] as const) {
        if (!isText(order[field])) act.refuse(roundErrors.textMissing(field, name));
      }
      if (order.decidedOn > act.today) act.refuse(planErrors.adoptedInFuture());
      const adoption: StepAdoption = {
        ...{ framework: act.round.framework, step: order.step, decidedOn: order.decidedOn },
        ...{ actTitle: order.actTitle.trim(), actNumber: order.actNumber.trim() },
      };
      if (await this.isRecorded(act, adoption)) return act.round.code;
      await this.switchOn(act, step);
      await act.note({ step: order.step, action: 'STEP_ADOPTED', detail: adoption });
      return act.round.code;
    });
  }

  /** True where the very act is on record for this round already; the first of two equal calls counts. */
  private async isRecorded(act: RoundAct, adoption: StepAdoption): Promise<boolean> {
    const { manager, caller, at } = act;
    const isNew = await insertAdoption(manager, { ...adoption, adoptedBy: caller.viewer.subject, adoptedAt: at });
    if (isNew) return false;
    const known = await findAdoption(manager, adoption.framework, adoption.step);
    const isSame = known?.actNumber === adoption.actNumber && known.decidedOn === adoption.decidedOn;
    if (!isSame) act.refuse(planErrors.adoptedOtherwise(adoption.step));
    const step = act.steps.find((each) => each.step === adoption.step);
    return step === undefined || step.isAdopted || isPast(act, step);
  }

  private procedureStep(act: RoundAct, name: RoundStepName): ProcedureStep {
    const { register, procedures } = this.dependencies;
    const kind = register.find(act.round.framework)?.subjectKind;
    const step = kind && procedures.of(kind)?.steps.find((each) => each.step === name);
    if (step === undefined) return act.refuse(planErrors.stepNotPlanned(name));
    if (name === 'SPOT_CHECK') act.refuse(planErrors.spotCheckNotReady());
    const isWhollyOn = step.isOn && (step.due === null || step.due.isOn);
    return isWhollyOn ? act.refuse(planErrors.nothingToAdopt(name)) : step;
  }

  private async switchOn(act: RoundAct, procedure: ProcedureStep): Promise<void> {
    const { round, steps, manager } = act;
    const step = steps.find((each) => each.step === procedure.step);
    if (step === undefined || isPast(act, step)) return;
    const due = step.dueOn === null ? dueOf(procedure, round.year, true) : null;
    await updateStep(manager, round.code, { ...step, ...due, isOn: true, isAdopted: true });
  }
}

/** A round that has gone past a step does not come back to it. */
function isPast({ round }: RoundAct, { step }: RoundStep): boolean {
  return progressOf({ step, isOn: true }, round.state) === 'DONE';
}
