import type { google } from '@temporalio/proto';

/** Milliseconds of a protobuf timestamp since the epoch, or of a protobuf duration; 0 where there is none. */
export function epochMs(timestamp: google.protobuf.ITimestamp | google.protobuf.IDuration | null | undefined): number {
  // Seconds are a Long, a number or a string, depending on how the message was read.
  return Number(timestamp?.seconds ?? 0) * 1000 + Math.floor((timestamp?.nanos ?? 0) / 1e6);
}
