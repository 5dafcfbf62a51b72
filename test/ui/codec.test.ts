import pino from 'pino';
import { startCodecServer } from '../../src/codec/codec-server';
import { loadOperatorConfig } from '../../src/config';
import { onCleanup } from '../support/cleanup';
import { newPayloadKey } from '../support/payload-keys';
import { startProduct } from '../support/product';
import { describeInBrowser } from './chromium';
import { startWebUi } from './web-ui';

const TOKEN = 'a-token-that-is-only-used-in-tests-01';

describeInBrowser('the Web UI with payloads encrypted', () => {
  test('shows ciphertext by itself, and the text through the codec server to who has a token', async () => {
    const ui = await startWebUi();
    const key = newPayloadKey('2026-11');
    const product = await startProduct({ env: { IDV_PAYLOAD_KEYS: key } });
    const { merchantBizId, transactionId } = await product.initialize();
    await product.client.start({ merchantBizId, transactionId, region: 'ap-southeast-1' });
    await product.client.outcome(merchantBizId, { timeoutMs: 40_000 });
    const { payloadKeys } = loadOperatorConfig({ IDV_PAYLOAD_KEYS: key });
    const codec = await startCodecServer({
      keys: payloadKeys,
      access: { tokens: [{ name: 'ana', token: TOKEN }] },
      origins: [new URL(ui.url).origin],
      logger: pino({ level: 'silent' }),
    });
    onCleanup(() => codec.stop());
    const workflowId = `verification-${merchantBizId}`;

    await ui.open(workflowId);
    // The version of the form, a byte 1, and then what nobody can read.
    await ui.sees(/^"?A[Q-Za-f][A-Za-z0-9+/]{40}/);
    await ui.screenshot('encrypted');
    expect(await ui.page.getByText('"decidedBy"').count()).toBe(0);

    await ui.useCodecServer(codec.url);
    await ui.open(workflowId);
    expect(await ui.page.getByText('"decidedBy"').count()).toBe(0);

    // What a sign-in of the Web UI, or a proxy before the codec server, adds.
    await ui.page.route(`${codec.url}/decode*`, (route) =>
      route.continue({ headers: { ...route.request().headers(), authorization: `Bearer ${TOKEN}` } }),
    );
    await ui.open(workflowId);
    await ui.sees(/"?decidedBy"?/);
    await ui.screenshot('decoded');
  });
});
