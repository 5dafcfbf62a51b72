/** A Temporal server that may be broken and started again on what it had stored. */
export interface ChaosServer {
  name: string;
  address: string;
  /** What can be killed: the server itself, and where it has one, its database. */
  parts: readonly { name: string; crash(): Promise<void>; recover(): Promise<void> }[];
  logFiles: readonly string[];
  /** Everything that it stored, byte for byte. */
  stored(): AsyncIterable<Buffer>;
  stop(): Promise<void>;
}
