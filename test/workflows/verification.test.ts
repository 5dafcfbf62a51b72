import { startProduct, type Product } from '../support/product';
import { quickPolicy } from '../support/quick-policy';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});

describe('a verification', () => {
  test('that passes is approved after its callback, with one vendor call', async () => {
    const { client, simulator } = product;
    const ids = await product.initialize();
    await client.start({ ...ids, region: 'ap-southeast-1', policy: quickPolicy() });
    const outcome = await client.outcome(ids.merchantBizId);
    expect(outcome).toMatchObject({ status: 'APPROVED', decidedBy: 'policy', reason: 'passed' });
    expect(outcome.attempts[0]?.callbacks).toEqual({ accepted: 1, repeated: 0, ignored: 0 });
    const calls = simulator.control.journal(ids.transactionId).filter(({ kind }) => kind === 'call');
    expect(calls).toHaveLength(1);
    const { events } = await product.temporal.workflow.getHandle(`verification-${ids.merchantBizId}`).fetchHistory();
    expect(events?.length).toBeLessThanOrEqual(18);
  });
});
