import type { LoadedDataConverter, Payload, ProtoFailure } from '@temporalio/common';
import {
  decodeArrayFromPayloads,
  decodeOptionalFailureToOptionalError,
} from '@temporalio/common/lib/internal-non-workflow';
import { UNREADABLE, type FailureFact } from './fact';

/** The first of an event's payloads; {@link UNREADABLE} where it cannot be decoded. */
export async function readPayload(
  converter: LoadedDataConverter,
  payloads: { payloads?: Payload[] | null } | null | undefined,
): Promise<unknown> {
  try {
    const [value] = await decodeArrayFromPayloads(converter, payloads?.payloads);
    return value;
  } catch {
    return UNREADABLE;
  }
}

/** A text that went with an event, such as its summary; empty where there is none. */
export async function readText(converter: LoadedDataConverter, payload: Payload | null | undefined): Promise<string> {
  const value = await readPayload(converter, { payloads: payload ? [payload] : [] });
  if (value === UNREADABLE) return '(cannot be read: its payload key is missing here)';
  return typeof value === 'string' ? value : '';
}

/** A failure with its message decoded. */
export async function readFailure(
  converter: LoadedDataConverter,
  failure: ProtoFailure | null | undefined,
): Promise<FailureFact | undefined> {
  if (!failure) return undefined;
  const type = failure.applicationFailureInfo?.type ?? undefined;
  try {
    const error = await decodeOptionalFailureToOptionalError(converter, failure);
    return { type, message: error?.message ?? '' };
  } catch {
    return { type, message: '(cannot be read: its payload key is missing here)' };
  }
}
