import type { CheckResultActivities } from '../contract/check-result';
import { checkResult, type CheckResultDependencies } from './check-result';

export { DEFAULT_RETRY_CADENCE, type RetryCadence } from './retry-cadence';

/** The steps with side effects, for a worker to register. Only `ApplicationFailure` and cancellation leave them. */
export function createActivities(dependencies: CheckResultDependencies): CheckResultActivities {
  return { checkResult: (input) => checkResult(dependencies, input) };
}
