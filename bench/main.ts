import { runProof } from '../proof/command-line';
import { benchOperations } from './operations';
import { benchReceiver } from './receiver';
import { benchVendorCall } from './vendor-call';

/** `npm run bench`: what the product costs beside the least that the same work could cost. */
runProof({ seed: 1, rounds: 7 }, async (options) => {
  const vendorCall = await benchVendorCall(options);
  const receiver = await benchReceiver(options);
  const operations = await benchOperations(options);
  return {
    holds: true,
    table: [vendorCall.table, receiver.table, operations.table].join('\n\n'),
    json: { vendorCall: vendorCall.figures, receiver: receiver.figures, operations: operations.figures },
  };
});
