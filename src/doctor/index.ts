export { checkCodecServer } from './codec-server-check';
export { createSearchAttributes } from './create-search-attributes';
export type { Finding } from './finding';
export { checkNamespace, checkSearchAttributes, checkTemporal } from './temporal-checks';
export { checkVendor } from './vendor-checks';
