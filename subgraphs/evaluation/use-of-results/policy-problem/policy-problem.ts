/** 重点难点问题: what stands in the way of a key measure, with a way to solve it, and what its addressee answered. */
export interface PolicyProblem {
  readonly id: string;
  readonly framework: string;
  readonly year: number;
  /** Stable key of the indicator it is about; null for none in particular. */
  readonly indicatorKey: string | null;
  readonly problem: string;
  readonly proposal: string;
  /** Who makes the policy it is about; null where the office is to find out. */
  readonly addressee: string | null;
  readonly raisedBy: string;
  readonly raisedUnit: string | null;
  readonly raisedAt: Date;
  readonly answer: PolicyProblemAnswer | null;
  readonly isDemo: boolean;
}

export interface PolicyProblemAnswer {
  readonly text: string;
  /** In whose name. */
  readonly body: string;
  readonly answeredAt: Date;
}
