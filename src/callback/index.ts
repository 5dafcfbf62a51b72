export { createCallbackReceiver, type CallbackEvent, type CallbackReceiver } from './callback-receiver';
export { serveReceiverMetrics } from './receiver-metrics';
export { startReceiverServer, type ReceiverServer } from './receiver-server';
