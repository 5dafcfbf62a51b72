/**
 * Tells whoever listens that something came in. A `condition` would do as well; but every promise of a workflow costs
 * its worker a stack trace (the SDK keeps one for each), and a call under way would need three more.
 */
export class News {
  private listener: (() => void) | undefined;

  /** Whom to tell from now on; nobody where undefined. */
  listen(listener: (() => void) | undefined): void {
    this.listener = listener;
  }

  tell(): void {
    this.listener?.();
  }
}
