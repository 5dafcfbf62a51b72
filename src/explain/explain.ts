import type { Client } from '@temporalio/client';
import { policyDigest } from '../client/digest';
import { TemporalCalls } from '../client/temporal-calls';
import { verificationWorkflowId } from '../contract/names';
import type { Explanation, Step } from './explanation';
import { factsOf } from './facts';
import { Story } from './story';
import { waitsOf, type PendingWork } from './waits';

const READ_WITHIN_MS = 20_000;

type HistoryEvents = Parameters<typeof factsOf>[0];

/** A workflow's history, and what the server says is pending in it. */
export interface ReadWorkflow {
  workflowId: string;
  events: HistoryEvents;
  pending: PendingWork;
}

/**
 * Explains a verification, from its histories and those of its children alone: it asks no worker, so it works when none
 * runs.
 *
 * @param nowMs as of when work is late; epoch milliseconds
 * @throws VerificationClientError `NOT_FOUND`, `UNAVAILABLE`
 */
export async function explainVerification(
  client: Client,
  verificationId: string,
  nowMs = Date.now(),
): Promise<Explanation> {
  const calls = new TemporalCalls(client, READ_WITHIN_MS);
  const converter = client.options.loadedDataConverter;
  return explainFrom(verificationId, (workflowId) => readWorkflow(calls, workflowId), converter, nowMs);
}

/** The same, with the workflows from anywhere, such as exported histories. */
export async function explainFrom(
  verificationId: string,
  readOne: (workflowId: string) => Promise<ReadWorkflow>,
  converter: Parameters<typeof factsOf>[1],
  nowMs = Date.now(),
): Promise<Explanation> {
  const told: { story: Story; pending: PendingWork }[] = [];
  const ids = [verificationWorkflowId(verificationId)];
  for (const workflowId of ids) {
    const { events, pending } = await readOne(workflowId);
    const story = new Story(workflowId, await factsOf(events, converter));
    told.push({ story, pending });
    ids.push(...story.children.filter((child) => !ids.includes(child)));
  }
  const stories = told.map(({ story }) => story);
  const [root] = stories as [Story];
  return {
    verificationId,
    standing: root.standing,
    isOpen: !root.isClosed,
    startedAt: root.startedAt,
    policy: root.policy && {
      name: root.policy.name,
      version: root.policy.version,
      digest: policyDigest(root.policy),
    },
    steps: inOrder(stories.flatMap(({ steps }) => steps)),
    waits: (await Promise.all(told.map(({ story, pending }) => waitsOf(story, pending, converter, nowMs)))).flat(),
  };
}

async function readWorkflow(calls: TemporalCalls, workflowId: string): Promise<ReadWorkflow> {
  const handle = calls.client.workflow.getHandle(workflowId);
  const what = `History of ${workflowId}`;
  const { events } = await calls.within(what, () => handle.fetchHistory());
  const { raw } = await calls.within(what, () => handle.describe());
  return { workflowId, events: events ?? [], pending: raw };
}

// Stable: of steps at the same time, those of the parent come first.
function inOrder(steps: Step[]): Step[] {
  return steps.toSorted((a, b) => a.at.localeCompare(b.at));
}
