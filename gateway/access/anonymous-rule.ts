import { Kind, parse } from 'graphql';

/** Long enough for the one document strangers may send, too short to cost anything. */
const LONGEST = 256;

/** Whether a document is the one thing answered without a token: a query for `__typename` and nothing else. */
export function isAnonymousDocument(query: unknown): boolean {
  if (typeof query !== 'string' || query.length > LONGEST) return false;
  try {
    const { definitions } = parse(query, { noLocation: true, maxTokens: 20 });
    const [operation] = definitions;
    if (definitions.length !== 1 || operation?.kind !== Kind.OPERATION_DEFINITION || operation.operation !== 'query')
      return false;
    const [field] = operation.selectionSet.selections;
    return (
      operation.selectionSet.selections.length === 1 &&
      operation.directives?.length === 0 &&
      field?.kind === Kind.FIELD &&
      field.name.value === '__typename' &&
      field.directives?.length === 0
    );
  } catch {
    return false;
  }
}

/** The same question about a whole request. */
export function isAnonymousRequest(method: string, url: URL, body: string): boolean {
  if (method === 'GET') return isAnonymousDocument(url.searchParams.get('query'));
  if (body.length > 4 * LONGEST) return false;
  try {
    const data: unknown = JSON.parse(body);
    return typeof data === 'object' && data !== null && 'query' in data && isAnonymousDocument(data.query);
  } catch {
    return false;
  }
}
