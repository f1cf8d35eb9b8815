import type { SubgraphContext } from './context.ts';

/**
 * Things made once per request and key, such as DataLoaders: they never outlive or cross a request.
 * One instance per kind of thing, made where the thing is defined.
 */
export class RequestMemory<T> {
  private readonly made = new WeakMap<SubgraphContext, Map<string, T>>();

  of(context: SubgraphContext, key: string, make: () => T): T {
    const ofRequest = this.made.get(context) ?? new Map<string, T>();
    this.made.set(context, ofRequest);
    const known = ofRequest.get(key);
    if (known !== undefined) return known;
    const fresh = make();
    ofRequest.set(key, fresh);
    return fresh;
  }
}
