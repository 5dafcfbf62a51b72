export { createCallbackReceiver, type CallbackEvent, type CallbackReceiver } from './callback-receiver';
export { startReceiverServer, type ReceiverServer } from './receiver-server';
