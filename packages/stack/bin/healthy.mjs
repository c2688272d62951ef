// A container's health check: whether an address answers 200.
const healthy = await fetch(process.argv[2] ?? '', { signal: AbortSignal.timeout(3_000) }).then(
  (response) => response.ok,
  () => false,
);
process.exit(healthy ? 0 : 1);
