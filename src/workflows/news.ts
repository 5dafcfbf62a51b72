import { CancellationScope, sleep } from '@temporalio/workflow';

/**
 * Tells whoever listens that something came in. A `condition` would do as well; but every promise of a workflow costs
 * its worker a stack trace (the SDK keeps one for each), and a condition with a time-out makes several: 14 KiB for each
 * verification that waits.
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

  /**
   * Waits until news makes `holds` true, or the time is up. Throws only when the workflow is cancelled.
   *
   * @param summary of the timer, for the Web UI
   */
  async until(holds: () => boolean, timeoutMs: number, summary: string): Promise<void> {
    if (holds()) return;
    const scope = new CancellationScope();
    this.listen(() => {
      if (holds()) scope.cancel();
    });
    try {
      await scope.run(() => sleep(timeoutMs, { summary }));
    } catch (error) {
      if (!holds() || CancellationScope.current().consideredCancelled) throw error;
    } finally {
      this.listen(undefined);
    }
  }
}
