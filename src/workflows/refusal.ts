import { ApplicationFailure } from '@temporalio/workflow';
import type { Problems } from '../contract/checks';
import type { UpdateRefusal } from '../contract/messages';

/** The failure with which an update is refused. Thrown by a validator, it leaves no trace in the history. */
export function refusal(type: UpdateRefusal, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, type);
}

/** Refuses an argument that is not of the documented form, naming the fields and not what stood in them. */
export function refuseProblems(update: string, problems: Problems): void {
  if (problems.length > 0) throw refusal('InvalidArgument', `${update}: wrong or missing ${problems.join(', ')}.`);
}
