import type { WorkflowHandle } from '@temporalio/client';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
type Event = NonNullable<History['events']>[number];

/** Billable Actions that an event stands for (Temporal's pricing page): retries of activities are counted by their attempts. */
export function billableActions(events: readonly Event[]): number {
  return events.reduce((sum, event) => sum + actionsOf(event), 0);
}

function actionsOf(event: Event): number {
  if (event.startChildWorkflowExecutionInitiatedEventAttributes) return 2;
  // A child's own start is part of the two above.
  if (event.workflowExecutionStartedEventAttributes) {
    return event.workflowExecutionStartedEventAttributes.parentWorkflowExecution ? 0 : 1;
  }
  if (event.activityTaskStartedEventAttributes) return event.activityTaskStartedEventAttributes.attempt ?? 1;
  const isOne =
    event.timerStartedEventAttributes ||
    event.workflowExecutionSignaledEventAttributes ||
    event.workflowExecutionUpdateAcceptedEventAttributes ||
    event.upsertWorkflowSearchAttributesEventAttributes;
  return isOne ? 1 : 0;
}
