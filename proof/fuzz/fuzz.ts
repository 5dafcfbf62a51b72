import { SEARCH_ATTRIBUTE_TYPES } from '../../src/contract/search-attributes';
import { findTemporalCli, startTemporalServer } from '../../src/server';
import { answersTarget } from './answers';
import { messagesTarget } from './messages';
import { openRequestsTarget } from './requests';
import { signaturesTarget } from './signatures';
import { runTarget, type FuzzPlan, type TargetReport } from './target';

/** Every target by its name. */
export const TARGET_NAMES = ['answers', 'requests', 'messages', 'signatures'] as const;
export type TargetName = (typeof TARGET_NAMES)[number];

/** Tries the cases of one target. Requests need a server: one that is named, or else one that is started for them. */
export async function fuzz(name: TargetName, plan: FuzzPlan, temporalAddress?: string): Promise<TargetReport> {
  switch (name) {
    case 'answers':
      return runTarget(answersTarget(), plan);
    case 'messages':
      return runTarget(messagesTarget(), plan);
    case 'signatures':
      return runTarget(signaturesTarget(), plan);
    case 'requests':
      return temporalAddress ? fuzzRequests(plan, temporalAddress) : fuzzRequestsOnOwnServer(plan);
  }
}

async function fuzzRequests(plan: FuzzPlan, temporalAddress: string): Promise<TargetReport> {
  const target = await openRequestsTarget({ temporalAddress, seed: plan.seed });
  try {
    return await runTarget(target, plan);
  } finally {
    await target.close();
  }
}

async function fuzzRequestsOnOwnServer(plan: FuzzPlan): Promise<TargetReport> {
  const cliPath = await findTemporalCli({
    path: process.env.TEMPORAL_CLI_PATH,
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  const server = await startTemporalServer({ cliPath, searchAttributes: SEARCH_ATTRIBUTE_TYPES });
  try {
    return await fuzzRequests(plan, server.address);
  } finally {
    await server.stop();
  }
}
