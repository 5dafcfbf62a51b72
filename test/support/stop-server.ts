import './start-server';

/** Ends the server that the tests shared. */
export default async function stopServer(): Promise<void> {
  await globalThis.sharedTemporalServer?.stop();
}
