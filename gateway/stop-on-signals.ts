/** Ends a program: the first signal drains, the second ends at once. A launcher that is gone counts as a signal. */
export function stopOnSignals(running: Promise<{ close(): Promise<void> }>): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    running
      .then((service) => service.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.once('disconnect', () => isStopping || stop());
  process.channel?.unref();
}
