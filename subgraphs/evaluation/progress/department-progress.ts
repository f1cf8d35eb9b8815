/** How far the worker has read one department's change feed. */
export interface DepartmentProgress {
  readonly department: string;
  readonly position: string;
  /** Last position the department had when it was last asked. */
  readonly head: string;
  readonly updatedAt: Date;
}
