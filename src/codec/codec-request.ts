import type { Payload, PayloadCodec } from '@temporalio/common';
import { z } from 'zod';
import { encryptedPayloadFacts } from './encrypted-payload';

/** Payloads as Web UI and CLI send them: protobuf's JSON, so bytes are base64. What else one has is given back as it came. */
const payloadSchema = z.looseObject({
  metadata: z.record(z.string(), z.base64()).nullish(),
  data: z.base64().nullish(),
});
type PayloadJson = z.infer<typeof payloadSchema>;

export const codecRequestSchema = z.object({ payloads: z.array(payloadSchema).max(10_000) });

/** What became of a request's payloads, for the answer and for the log. */
export interface Converted {
  payloads: PayloadJson[];
  /** How many were changed; the others are not ours, or under a key that is not here. */
  converted: number;
  /** The workflows that they belong to, where the payloads say so. */
  workflowIds: string[];
}

const WORKFLOWS_NAMED = 10;

/** Decrypts, or encrypts, each payload; one that comes back unchanged keeps its very form. */
export async function convert(
  codec: PayloadCodec,
  operation: 'decode' | 'encode',
  given: readonly PayloadJson[],
): Promise<Converted> {
  const before = given.map(fromJson);
  const after = await codec[operation](before);
  const changed = after.map((payload, index) => payload !== before[index]);
  const encrypted = (operation === 'decode' ? before : after).filter((_, index) => changed[index]);
  const workflowIds = encrypted.flatMap((payload) => encryptedPayloadFacts(payload)?.workflowId ?? []);
  return {
    payloads: given.map((one, index) => (changed[index] ? toJson(after[index] ?? {}) : one)),
    converted: encrypted.length,
    workflowIds: [...new Set(workflowIds)].slice(0, WORKFLOWS_NAMED),
  };
}

function fromJson({ metadata, data }: PayloadJson): Payload {
  return {
    metadata: mapValues(metadata ?? {}, (value) => Buffer.from(value, 'base64')),
    ...(typeof data === 'string' && { data: Buffer.from(data, 'base64') }),
  };
}

function toJson({ metadata, data }: Payload): PayloadJson {
  return {
    metadata: mapValues(metadata ?? {}, base64),
    ...(data && { data: base64(data) }),
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function mapValues<A, B>(values: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}
