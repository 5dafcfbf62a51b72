import type { Client } from '@temporalio/client';
import { createDataConverter } from '../../src/codec';
import { loadWorkerConfig } from '../../src/config';
import { storedEvents } from './stored-text';
import { until } from './until';

/** Waits until a task of a workflow has failed, and says why it did. `keys` are those that it was written with. */
export async function taskFailure(client: Client, workflowId: string, keys: string): Promise<string> {
  const lastFailure = async () => {
    const events = await storedEvents(client, workflowId);
    return events.findLast((event) => event.workflowTaskFailedEventAttributes)?.workflowTaskFailedEventAttributes;
  };
  await until(async () => (await lastFailure()) !== undefined);
  const encoded = (await lastFailure())?.failure?.encodedAttributes;
  const [codec] = createDataConverter(loadWorkerConfig({ IDV_PAYLOAD_KEYS: keys }).payloadKeys).payloadCodecs ?? [];
  const [attributes] = (await codec?.decode([encoded ?? {}])) ?? [];
  const { message } = JSON.parse(Buffer.from(attributes?.data ?? []).toString()) as { message: string };
  return message;
}
