import { readReply } from '../../resilience/read-reply.ts';

/** Fetches a JSON document of a provider; throws when it cannot be had. */
export type FetchDocument = (url: string) => Promise<unknown>;

const TIME_LIMIT_MS = 3_000;
const SIZE_LIMIT_BYTES = 262_144;

/** Follows nobody elsewhere, waits not long and reads not much. */
export const fetchDocument: FetchDocument = async (url) => {
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { accept: 'application/json, application/jwk-set+json' },
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`${url} answered ${response.status}`);
  }
  const document: unknown = await (await readReply(response, SIZE_LIMIT_BYTES)).json();
  return document;
};
