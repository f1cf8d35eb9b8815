import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextState } from '../../subgraphs/evaluation/round/round-machine.ts';
import { ROUND_STATES, type RoundState } from '../../subgraphs/evaluation/round/round.ts';
import { type Outcome, type Participant, RoundActs, unit } from './round-acts.ts';

const YEAR = 2024;
const CODE = `fengtai-2023@${YEAR}`;

/** What people may try at any time, whether it is its time or not. */
const ACTS = [
  ...['openSelfEvaluation', 'openVerification', 'verifyScores', 'openHearing', 'openDecision'],
  ...['draft', 'attach', 'send', 'agree', 'object', 'appeal', 'settle', 'decide', 'circulate', 'reopen', 'openRound'],
  ...['aDayPasses', 'theRightThing', 'theRightThing', 'theRightThing'],
] as const;

type Act = (typeof ACTS)[number];

describe('people who try this and that', () => {
  let acts: RoundActs;
  let scored: Participant[];
  let code = CODE;
  let day = Date.parse('2026-01-12T02:00:00Z');

  beforeAll(async () => {
    acts = await RoundActs.open();
    await acts.openRound({ year: YEAR });
    await acts.office('adoptRoundStep', {
      ...{ round: CODE, step: 'DECISION', actTitle: '纪要', actNumber: '1号', decidedOn: '2026-01-09' },
    });
    await acts.office('adoptRoundStep', {
      ...{ round: CODE, step: 'CIRCULATION', actTitle: '纪要', actNumber: '1号', decidedOn: '2026-01-09' },
    });
    scored = (await acts.participants(CODE)).filter(({ isScored }) => isScored);
  });

  afterAll(() => acts.close());

  const stateNow = async (): Promise<RoundState> =>
    (await acts.world.ask('query ($code: String!) { round(code: $code) { state } }', { code })).data.round.state;

  const today = (): string => acts.world.time.toISOString().slice(0, 10);
  const gradesOfAll = () =>
    scored.map(({ kind, code: who }) => ({ participant: { kind, code: who }, grade: '良好', reason: '会议意见' }));
  const office = (mutation: string, input: object = {}) => acts.office(mutation, { round: code, ...input });
  const hrss = unit('hrss');
  const head = { role: 'unit-approver', unit: 'hrss', subject: 'person:head-hrss' } as const;

  async function attempt(act: Act): Promise<Outcome | null> {
    switch (act) {
      case 'aDayPasses':
        day += 86_400_000;
        acts.world.time = new Date(day);
        return null;
      case 'theRightThing':
        return theRightThing(await stateNow());
      case 'draft':
        return acts.draft(hrss, {}, code);
      case 'attach':
        return acts.attach(hrss, {}, code);
      case 'send':
        return acts.send(hrss, code);
      case 'agree':
        return acts.respond(hrss, { answer: 'AGREED' }, code);
      case 'object':
        return acts.respond(hrss, { answer: 'OBJECTED', comment: '有出入' }, code);
      case 'appeal':
        return acts.act('fileAppeal', { round: code, participant: hrss, grounds: '请复核' }, head);
      case 'settle':
        return office('settleAppeal', { participant: hrss, outcome: 'REJECTED', reason: '维持' });
      case 'decide':
        return acts.decide(gradesOfAll().slice(0, 2), { decidedOn: today() }, code);
      case 'circulate':
        return acts.circulate({}, code);
      case 'reopen':
        return office('reopenRound', { justification: '差错' });
      case 'openRound':
        return acts.openRound({ year: YEAR });
      case 'openVerification':
        return office('openVerification', { reason: '先行核定' });
      default:
        return office(act);
    }
  }

  /** What brings the round on, whatever it is that it waits for. */
  async function theRightThing(state: RoundState): Promise<Outcome | null> {
    if (state === 'PLANNED') return office('openSelfEvaluation');
    if (state === 'SELF_EVALUATION') return office('openVerification', { reason: '先行核定' });
    if (state === 'VERIFICATION') {
      await office('verifyScores');
      return office('openHearing');
    }
    if (state === 'HEARING') {
      await office('settleAppeal', { participant: hrss, outcome: 'REJECTED', reason: '维持' });
      for (let days = 0; days < 12; days += 1) await attempt('aDayPasses');
      return office('openDecision');
    }
    if (state === 'DECISION') return acts.decide(gradesOfAll(), { decidedOn: today(), isRevision: true }, code);
    return state === 'CIRCULATION' ? acts.circulate({}, code) : null;
  }

  it('no sequence of acts skips a step, and every refused act changes nothing', async () => {
    const visited = new Set<RoundState>();
    let refusals = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...ACTS), { minLength: 15, maxLength: 25 }), async (sequence) => {
        for (const act of sequence) {
          const [from, before] = [await stateNow(), await acts.everything()];
          const outcome = await attempt(act);
          const to = await stateNow();
          visited.add(to);
          if (act !== 'theRightThing' && outcome !== null && outcome.codes.length + outcome.denied.length > 0) {
            refusals += 1;
            expect(await acts.everything(), `${act} in ${from}: ${outcome.codes.join()}`).toBe(before);
          }
          if (to !== from) {
            const isOn = (step: string) => step !== 'SPOT_CHECK';
            expect(to, `${act} in ${from}`).toBe(nextState(from, isOn));
          }
          if (act === 'reopen' && outcome?.codes.length === 0) code = outcome.payload.round.code;
        }
      }),
      { numRuns: 4, endOnFailure: true },
    );
    expect(refusals).toBeGreaterThan(5);
    for (const state of visited) expect(ROUND_STATES).toContain(state);
    expect(visited.size).toBeGreaterThan(1);
  }, 240_000);
});
