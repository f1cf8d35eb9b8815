import type { HubAddress } from '../access/hub-question.ts';
import { postToHub } from '../access/hub-question.ts';
import type { ReadSink } from './read-log.ts';

/** Stores batches in the hub over the signed hop. */
export function createHubReadSink(hub: HubAddress): ReadSink {
  return async (batch) => void (await postToHub(hub, '/internal/reads', batch));
}
