import { condition, defineSignal, proxyActivities, setHandler, upsertSearchAttributes } from '@temporalio/workflow';
import { SEARCH_ATTRIBUTES } from '../src/contract/search-attributes';
import type { bareCall } from './bare-worker';

/** What the bare workflow is given. */
export interface BareInput {
  vendorUrl: string;
  /** A queue of its own for the call, as a rate limit needs, and a final status that can be searched for. */
  callQueue?: string;
}

const called = defineSignal('called');

/** The least that waits for a callback and then fetches a result: start, deadline timer, signal, one activity, result. */
export async function bare({ vendorUrl, callQueue }: BareInput): Promise<unknown> {
  const options = { startToCloseTimeout: '15s', ...(callQueue && { taskQueue: callQueue }) } as const;
  const activities = proxyActivities<{ bareCall: typeof bareCall }>(options);
  let isCalled = false;
  setHandler(called, () => {
    isCalled = true;
  });
  await condition(() => isCalled, '10m');
  const result = await activities.bareCall(vendorUrl);
  if (callQueue) upsertSearchAttributes([{ key: SEARCH_ATTRIBUTES.VerificationStatus, value: 'APPROVED' }]);
  return result;
}
