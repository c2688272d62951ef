/** What a container or a supervisor allows, with a margin. */
const STOP_WITHIN_MS = 10_000;

/**
 * Ends the process gracefully on SIGTERM or SIGINT; a second signal, or `withinMs`, ends it at once. Answers with how to
 * end it gracefully without a signal.
 */
export function stopOnSignal(stop: () => Promise<void>, withinMs = STOP_WITHIN_MS): () => void {
  let stopping = false;
  const end = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), withinMs).unref();
    void stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  let signals = 0;
  const signalled = () => {
    signals += 1;
    if (signals > 1) process.exit(1);
    end();
  };
  process.on('SIGTERM', signalled);
  process.on('SIGINT', signalled);
  return end;
}
