import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import type { bareCall } from './bare-worker';

const activities = proxyActivities<{ bareCall: typeof bareCall }>({ startToCloseTimeout: '15s' });
const called = defineSignal('called');

/** The least that waits for a callback and then fetches a result: start, deadline timer, signal, one activity, result. */
export async function bare(vendorUrl: string): Promise<unknown> {
  let isCalled = false;
  setHandler(called, () => {
    isCalled = true;
  });
  await condition(() => isCalled, '10m');
  return activities.bareCall(vendorUrl);
}
