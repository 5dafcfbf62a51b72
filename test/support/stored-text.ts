import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';

/** All that Temporal stores of a workflow, as it stores it: whoever reads its database reads this. */
export async function storedText({ workflowService, options }: Client, workflowId: string): Promise<string> {
  const request = { namespace: options.namespace, execution: { workflowId } };
  const { history } = await workflowService.getWorkflowExecutionHistory(request);
  const description = await workflowService.describeWorkflowExecution(request);
  return [...texts(history), ...texts(description)].join('\n');
}

/** The events of a workflow, undecoded. */
export async function storedEvents(
  { workflowService, options }: Client,
  workflowId: string,
): Promise<temporal.api.history.v1.IHistoryEvent[]> {
  const execution = { workflowId };
  const { history } = await workflowService.getWorkflowExecutionHistory({ namespace: options.namespace, execution });
  return history?.events ?? [];
}

function* texts(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (ArrayBuffer.isView(value)) yield Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString();
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) yield* texts(part);
}
