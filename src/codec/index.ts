export { createDataConverter, FAILURE_CONVERTER_PATH } from './data-converter';
export { PayloadCodecError, type PayloadCodecProblem } from './errors';
export { KeyRing, type PayloadKey } from './key-ring';
export { createPayloadCodec, type PayloadCodecOptions } from './payload-codec';
export { keyIdsInUse, type KeyUsage, type KeyUsageOptions } from './key-usage';
