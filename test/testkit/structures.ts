/** One database of each structure there is: the departments' are made by one list of migrations. */
export const STRUCTURES: readonly string[] = ['hub', 'hrss', 'evaluation'];
