import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { defaultFailureConverter, defaultPayloadConverter } from '@temporalio/common';
import { explainFrom, formatExplanation, type Explanation } from '../../src/explain';
import { recordedHistories } from '../support/recorded-histories';

const CONVERTER = {
  payloadConverter: defaultPayloadConverter,
  failureConverter: defaultFailureConverter,
  payloadCodecs: [],
};
const RECORDED = recordedHistories();
const BRANCHES = RECORDED.filter(({ name }) => !name.includes('.')).map(({ name }) => name);

/** The workflows of a branch: its own name is that of the verification. */
async function explainBranch(branch: string): Promise<Explanation> {
  const workflows = RECORDED.filter(({ name }) => name.split('.')[0] === branch);
  const root = workflows.find(({ name }) => name === branch)?.workflowId ?? '';
  return explainFrom(
    root.replace('verification-', ''),
    async (workflowId) => {
      const recorded = workflows.find((one) => one.workflowId === workflowId);
      if (!recorded) throw new Error(`No history of ${workflowId} was recorded.`);
      return { workflowId, events: historyFromJSON(recorded.history).events ?? [], pending: {} };
    },
    CONVERTER,
  );
}

test.each(BRANCHES)('explains the branch %s as recorded', async (branch) => {
  const explanation = await explainBranch(branch);
  expect(explanation.isOpen).toBe(false);
  expect(formatExplanation(explanation)).toMatchSnapshot();
});
