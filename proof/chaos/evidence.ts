import type { Client, WorkflowExecutionInfo, WorkflowHandle } from '@temporalio/client';
import { decode } from '@temporalio/common/lib/internal-non-workflow';
import type { Outcome } from '../../src/contract/verification';
import { patiently } from './patience';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
type HistoryEvent = NonNullable<History['events']>[number];
type Payload = { data?: Uint8Array | null | undefined };

/** One run of a workflow, as the server has it. */
export interface WorkflowRun {
  info: WorkflowExecutionInfo;
  history: History;
  /** What a verification's history ends with: its result, or the memo of a cancelled one. */
  outcome: Outcome | undefined;
}

const AT_ONCE = 16;

/** Every run of every workflow that the server has, with its history. */
export async function collectRuns(client: Client): Promise<WorkflowRun[]> {
  const infos = await patiently(async () => {
    const all: WorkflowExecutionInfo[] = [];
    for await (const info of client.workflow.list({ query: "WorkflowId STARTS_WITH 'verification-'", pageSize: 500 }))
      all.push(info);
    return all;
  });
  const runs: WorkflowRun[] = [];
  const rest = [...infos];
  const fetchSome = async () => {
    for (let info = rest.pop(); info; info = rest.pop()) {
      const { workflowId, runId } = info;
      const history = await patiently(() => client.workflow.getHandle(workflowId, runId).fetchHistory());
      runs.push({ info, history, outcome: await outcomeIn(client, history) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchSome));
  return runs;
}

async function outcomeIn({ options }: Client, { events }: History): Promise<Outcome | undefined> {
  const payload = outcomePayload(events ?? []);
  if (!payload) return undefined;
  const [decoded] = await decode(options.loadedDataConverter.payloadCodecs, [payload]);
  return jsonOf(decoded ?? {}) as Outcome;
}

function outcomePayload(events: readonly HistoryEvent[]) {
  const last = events.at(-1);
  if (last?.workflowExecutionCanceledEventAttributes) return outcomeInMemo(events);
  return last?.workflowExecutionCompletedEventAttributes?.result?.payloads?.[0];
}

function outcomeInMemo(events: readonly HistoryEvent[]) {
  const event = events.findLast(({ workflowPropertiesModifiedEventAttributes: modified }) => modified);
  return event?.workflowPropertiesModifiedEventAttributes?.upsertedMemo?.fields?.outcome;
}

/** The TransactionId of every attempt, by its MerchantBizId. */
export function transactionsIn(runs: readonly WorkflowRun[]): Map<string, string> {
  const attempts = runs
    .filter(({ info }) => info.type === 'verification')
    .flatMap(({ outcome }) => outcome?.attempts ?? []);
  return new Map(attempts.map(({ merchantBizId = '', transactionId = '' }) => [merchantBizId, transactionId]));
}

/** Every status that a verification was in after its start, in order. */
export function statusesOf({ history }: WorkflowRun): string[] {
  return (history.events ?? []).flatMap((event) => {
    const fields = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields;
    return fields?.VerificationStatus ? [String(jsonOf(fields.VerificationStatus))] : [];
  });
}

function jsonOf({ data }: Payload): unknown {
  return JSON.parse(Buffer.from(data ?? []).toString());
}
