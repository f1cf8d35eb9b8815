import { refusal } from '../round.errors.ts';

/** What speaks against opening, reopening or adopting. */
export const planErrors = {
  unknownFramework: (framework: string) =>
    refusal('framework', {
      code: 'FRAMEWORK_UNKNOWN',
      message: `没有指标体系“${framework}”`,
      messageEn: `There is no framework ${framework}`,
      remedy: '用 frameworks 查询可用的指标体系',
      rule: 'round.framework',
    }),
  yearNotEvaluated: (framework: string, year: number) =>
    refusal('year', {
      code: 'YEAR_NOT_EVALUATED',
      message: `指标体系 ${framework} 不用于${year}年度`,
      messageEn: `Framework ${framework} is not used for ${year}`,
      remedy: '填写该指标体系适用的评价年度，或先登记沿用',
      rule: 'round.year',
    }),
  yearNotOver: (year: number) =>
    refusal('year', {
      code: 'YEAR_NOT_BEGUN',
      message: `${year}年度尚未开始，不能部署该年度的评价`,
      messageEn: `The year ${year} has not begun`,
      remedy: '填写已经开始的年度',
      rule: 'round.year',
    }),
  noProcedure: (framework: string) =>
    refusal('framework', {
      code: 'FRAMEWORK_HAS_NO_PROCEDURE',
      message: `指标体系 ${framework} 的评价对象没有年度评价的程序`,
      messageEn: `There is no procedure for the subjects of framework ${framework}`,
      remedy: '在年度评价程序数据中增加该类评价对象',
      rule: 'round.procedure',
    }),
  exists: (round: string) =>
    refusal('year', {
      code: 'ROUND_EXISTS',
      message: `年度评价“${round}”已经部署，每年只开展一次`,
      messageEn: `Round ${round} has been opened already: evaluation takes place once a year`,
      remedy: '在已部署的年度评价中办理；通报后确需重评的，用 reopenRound',
      rule: 'round.once-a-year',
    }),
  unknownSubject: (subject: string) =>
    refusal('subjects', {
      code: 'SUBJECT_UNKNOWN',
      message: `“${subject}”不是本指标体系的评价对象`,
      messageEn: `${subject} is not a subject of the framework`,
      remedy: '按评价对象名录填写代码',
      rule: 'round.subjects',
    }),
  nobody: () =>
    refusal('subjects', {
      code: 'NO_PARTICIPANTS',
      message: '没有参评单位',
      messageEn: 'Nobody would take part',
      remedy: '按评价对象名录填写至少一个评价对象',
      rule: 'round.subjects',
    }),
  oneSubjectOnly: () =>
    refusal('subjects', {
      code: 'ONE_SUBJECT_ONLY',
      message: '连同成员单位评价的，一次年度评价只评一个区',
      messageEn: 'A round that judges member units has one subject',
      remedy: '在 subjects 中指明一个评价对象',
      rule: 'round.subjects',
    }),
  spotCheckNotReady: () =>
    refusal('step', {
      code: 'SPOT_CHECK_NOT_AVAILABLE',
      message: '抽查评估的名单和组织尚未提供，暂不能采用',
      messageEn: 'The spot check has a place among the steps and nothing to carry it out with yet',
      remedy: '待提供抽查评估功能后采用',
      rule: 'round.adoption',
    }),
  stepNotPlanned: (step: string) =>
    refusal('dueDates', {
      code: 'STEP_UNKNOWN',
      message: `本程序没有步骤 ${step}，或该步骤重复`,
      messageEn: `The procedure has no step ${step}, or it is named twice`,
      remedy: '见年度评价的 steps',
      rule: 'round.steps',
    }),
  dayTooEarly: (step: string) =>
    refusal('dueDates', {
      code: 'DUE_DATE_TOO_EARLY',
      message: `步骤 ${step} 的时限早于评价年度`,
      messageEn: `The day of step ${step} lies before the judged year`,
      remedy: '填写评价年度开始之后的日期',
      rule: 'round.due-dates',
    }),
  nothingToAdopt: (step: string) =>
    refusal('step', {
      code: 'NOTHING_TO_ADOPT',
      message: `步骤 ${step} 已按本级文件生效，不需采用`,
      messageEn: `Step ${step} is on already; there is nothing to adopt`,
      remedy: '只采用 basis 为参照全国办法的步骤或时限',
      rule: 'round.adoption',
    }),
  adoptedOtherwise: (step: string) =>
    refusal('step', {
      code: 'STEP_ADOPTED_ALREADY',
      message: `步骤 ${step} 已由另一决定采用`,
      messageEn: `Step ${step} was adopted by another act`,
      remedy: '不需再次采用',
      rule: 'round.adoption',
    }),
  adoptedInFuture: () =>
    refusal('decidedOn', {
      code: 'DATE_IN_FUTURE',
      message: '决定日期不能晚于今天',
      messageEn: 'The day of the decision lies in the future',
      remedy: '填写会议或文件的实际日期',
      rule: 'round.adoption',
    }),
  notReopenable: (round: string) =>
    refusal('round', {
      code: 'ROUND_NOT_REOPENABLE',
      message: `年度评价“${round}”尚未通报，不需要重新开展`,
      messageEn: `Round ${round} has not been circulated; there is nothing to reopen`,
      remedy: '在本次年度评价中继续办理',
      rule: 'round.edition',
    }),
  notNewest: (round: string) =>
    refusal('round', {
      code: 'ROUND_SUPERSEDED',
      message: `年度评价“${round}”已有新的版次`,
      messageEn: `Round ${round} has been superseded`,
      remedy: '在最新的版次中办理',
      rule: 'round.edition',
    }),
} as const;
