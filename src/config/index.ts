export {
  ConfigError,
  loadOperatorConfig,
  loadCodecConfig,
  loadReceiverConfig,
  loadSimulatorConfig,
  loadWorkerConfig,
  type WorkerConfig,
} from './config';
export { VARIABLES } from './variables';
