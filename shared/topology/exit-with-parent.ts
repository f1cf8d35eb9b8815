/** How long a graceful shutdown may take once the launcher is gone. */
const GRACE_MS = 8_000;

/**
 * Ends this process when its launcher is gone, even by `kill -9`: the channel between the two closes then.
 * `shutdown` is the same graceful way out as for SIGTERM. Without a launcher (`node main.js` by hand) it does nothing.
 */
export function exitWithParent(shutdown: () => Promise<void> | void): void {
  if (process.send === undefined) return;
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    Promise.resolve()
      .then(shutdown)
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  });
  // The channel alone must not keep a process alive that has finished its work.
  process.channel?.unref();
}
