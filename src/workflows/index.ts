/** The workflow types of the product; what a worker's bundle is built from. */
export { verification } from './verification';
export { fallbackVerification } from './fallback-verification';
export { manualReview } from './manual-review';
