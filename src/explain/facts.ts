import type { LoadedDataConverter } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import { readFailure, readPayload, readText } from './event-payloads';
import type { Ending, Fact, FactOfKind } from './fact';
import { epochMs } from './timestamps';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;
type Reader = (event: HistoryEvent, converter: LoadedDataConverter) => Promise<FactOfKind | undefined> | undefined;

/** What the events of a history say, in their order; those that say nothing of the verification are left out. */
export async function factsOf(events: readonly HistoryEvent[], converter: LoadedDataConverter): Promise<Fact[]> {
  const facts = await Promise.all(events.map((event) => factOf(event, converter)));
  return facts.filter((fact) => fact !== undefined);
}

async function factOf(event: HistoryEvent, converter: LoadedDataConverter): Promise<Fact | undefined> {
  for (const read of READERS) {
    const fact = await read(event, converter);
    if (fact) return { eventId: Number(event.eventId), at: timeOf(event), ...fact };
  }
  return undefined;
}

const READERS: readonly Reader[] = [
  lifecycle,
  timers,
  messages,
  calls,
  callEnds,
  children,
  childEnds,
  attributes,
  tasks,
];

async function lifecycle(event: HistoryEvent, converter: LoadedDataConverter): Promise<FactOfKind | undefined> {
  const { workflowExecutionStartedEventAttributes: started, workflowExecutionCompletedEventAttributes: completed } =
    event;
  const { workflowExecutionFailedEventAttributes: failed } = event;
  if (started) return { kind: 'started', input: await readPayload(converter, started.input) };
  if (completed) return { ...ended('completed'), result: await readPayload(converter, completed.result) };
  if (failed) return { ...ended('failed'), failure: await readFailure(converter, failed.failure) };
  if (event.workflowExecutionCanceledEventAttributes) return ended('canceled');
  if (event.workflowExecutionTimedOutEventAttributes) return ended('timed out');
  const terminated = event.workflowExecutionTerminatedEventAttributes;
  if (!terminated) return undefined;
  const message = [terminated.reason, terminated.identity && `by ${terminated.identity}`].filter(Boolean).join(', ');
  return { ...ended('terminated'), failure: { type: undefined, message } };
}

function ended(ending: Ending) {
  return { kind: 'ended', ending, result: undefined, failure: undefined } as const;
}

async function timers(event: HistoryEvent, converter: LoadedDataConverter): Promise<FactOfKind | undefined> {
  const { timerStartedEventAttributes: started, timerFiredEventAttributes: fired } = event;
  const canceled = event.timerCanceledEventAttributes;
  if (fired) return { kind: 'timer-fired', timerId: fired.timerId ?? '' };
  if (canceled) return { kind: 'timer-canceled', timerId: canceled.timerId ?? '' };
  if (!started) return undefined;
  const endsAtMs = epochMs(event.eventTime) + epochMs(started.startToFireTimeout);
  return {
    kind: 'timer-started',
    timerId: started.timerId ?? '',
    summary: await readText(converter, event.userMetadata?.summary),
    endsAt: new Date(endsAtMs).toISOString(),
  };
}

async function messages(event: HistoryEvent, converter: LoadedDataConverter): Promise<FactOfKind | undefined> {
  const { workflowExecutionSignaledEventAttributes: signaled } = event;
  const update = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
  const cancel = event.workflowExecutionCancelRequestedEventAttributes;
  if (cancel) return { kind: 'cancel-requested', identity: cancel.identity ?? '' };
  if (signaled) {
    return {
      kind: 'signaled',
      name: signaled.signalName ?? '',
      argument: await readPayload(converter, signaled.input),
    };
  }
  if (!update) return undefined;
  return { kind: 'updated', name: update.name ?? '', argument: await readPayload(converter, update.args) };
}

async function calls(event: HistoryEvent, converter: LoadedDataConverter): Promise<FactOfKind | undefined> {
  const { activityTaskScheduledEventAttributes: scheduled, activityTaskStartedEventAttributes: started } = event;
  if (scheduled) {
    return {
      kind: 'call-scheduled',
      activityId: scheduled.activityId ?? '',
      summary: await readText(converter, event.userMetadata?.summary),
      input: await readPayload(converter, scheduled.input),
    };
  }
  if (!started) return undefined;
  return {
    kind: 'call-started',
    call: Number(started.scheduledEventId),
    tries: started.attempt ?? 1,
    lastFailure: await readFailure(converter, started.lastFailure),
  };
}

async function callEnds(event: HistoryEvent, converter: LoadedDataConverter): Promise<FactOfKind | undefined> {
  const { activityTaskCompletedEventAttributes: completed } = event;
  // The workflow goes on with the request; whatever the call still brings is discarded.
  const canceled = event.activityTaskCancelRequestedEventAttributes;
  if (canceled) return { kind: 'call-canceled', call: Number(canceled.scheduledEventId) };
  if (!completed) return callFailure(event, converter);
  const result = await readPayload(converter, completed.result);
  return { kind: 'call-completed', call: Number(completed.scheduledEventId), result };
}

async function callFailure(event: HistoryEvent, converter: LoadedDataConverter): Promise<FactOfKind | undefined> {
  const { activityTaskFailedEventAttributes: failed, activityTaskTimedOutEventAttributes: timedOut } = event;
  const over = failed ?? timedOut;
  if (!over) return undefined;
  // Of a call whose time ran out the cause is what its last try failed with.
  const failure =
    (await readFailure(converter, over.failure?.cause)) ?? (await readFailure(converter, over.failure)) ?? NO_FAILURE;
  return { kind: failed ? 'call-failed' : 'call-timed-out', call: Number(over.scheduledEventId), failure };
}

const NO_FAILURE = { type: undefined, message: '' };

async function children(event: HistoryEvent): Promise<FactOfKind | undefined> {
  const { childWorkflowExecutionStartedEventAttributes: started } = event;
  const notStarted = event.startChildWorkflowExecutionFailedEventAttributes;
  if (notStarted) return closed(notStarted.workflowId, 'not started');
  if (!started) return undefined;
  return { kind: 'child-started', workflowId: started.workflowExecution?.workflowId ?? '' };
}

async function childEnds(event: HistoryEvent, converter: LoadedDataConverter): Promise<FactOfKind | undefined> {
  const { childWorkflowExecutionCompletedEventAttributes: completed } = event;
  if (completed) {
    const result = await readPayload(converter, completed.result);
    return closed(completed.workflowExecution?.workflowId, 'completed', result);
  }
  const ends: readonly [{ workflowExecution?: { workflowId?: string | null } | null } | null | undefined, Ending][] = [
    [event.childWorkflowExecutionFailedEventAttributes, 'failed'],
    [event.childWorkflowExecutionCanceledEventAttributes, 'canceled'],
    [event.childWorkflowExecutionTerminatedEventAttributes, 'terminated'],
    [event.childWorkflowExecutionTimedOutEventAttributes, 'timed out'],
  ];
  const end = ends.find(([attributesOfEnd]) => attributesOfEnd);
  return end && closed(end[0]?.workflowExecution?.workflowId, end[1]);
}

function closed(workflowId: string | null | undefined, ending: Ending, result?: unknown): FactOfKind {
  return { kind: 'child-closed', workflowId: workflowId ?? '', ending, result };
}

// Search attributes are never encrypted: they are read with no codec.
async function attributes(event: HistoryEvent): Promise<FactOfKind | undefined> {
  const fields = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields;
  if (!fields) return undefined;
  const read = ([name, { data }]: [string, { data?: Uint8Array | null }]) => [
    name,
    JSON.parse(Buffer.from(data ?? []).toString() || 'null') as unknown,
  ];
  return { kind: 'attributes', attributes: Object.fromEntries(Object.entries(fields).map(read)) };
}

async function tasks(event: HistoryEvent, converter: LoadedDataConverter): Promise<FactOfKind | undefined> {
  const failed = event.workflowTaskFailedEventAttributes;
  if (!failed) return undefined;
  const failure = (await readFailure(converter, failed.failure)) ?? NO_FAILURE;
  return failed.newRunId ? { kind: 'reset', reason: failure.message } : { kind: 'task-failed', failure };
}

function timeOf({ eventTime }: HistoryEvent): string {
  return new Date(epochMs(eventTime)).toISOString();
}
