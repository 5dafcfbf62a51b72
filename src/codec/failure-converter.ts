import { DefaultFailureConverter } from '@temporalio/common';

/** Puts message and stack of a failure into a payload, so that they are encrypted as well. The SDK loads it by its path. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
