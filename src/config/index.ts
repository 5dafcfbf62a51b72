export {
  ConfigError,
  loadOperatorConfig,
  loadReceiverConfig,
  loadSimulatorConfig,
  loadWorkerConfig,
  type WorkerConfig,
} from './config';
export { VARIABLES } from './variables';
