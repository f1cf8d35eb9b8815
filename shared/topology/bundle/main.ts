import { projectRoot } from '../../config/project-root.ts';
import { bundlePrograms } from './bundle.ts';
import { hasCurrentBundles } from './bundled-entry.ts';

// Without bundles everything runs, it only starts more slowly: where the bundler does not, the build is not lost.
if (!hasCurrentBundles(projectRoot)) {
  await bundlePrograms(projectRoot).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`not bundled, so a start takes about twice as long: ${reason}\n`);
  });
}
