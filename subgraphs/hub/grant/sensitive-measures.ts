/**
 * Measures that are sensitive by their subject: disputes over wages touch on stability. Their owner and the lead
 * office see them by role; nobody is granted them.
 */
const SENSITIVE: ReadonlySet<string> = new Set(['wage-arrears-cases', 'wage-arrears-cases-closed']);

export function isSensitiveMeasure(measure: string): boolean {
  return SENSITIVE.has(measure);
}
