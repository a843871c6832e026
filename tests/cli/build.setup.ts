import { execFileSync } from 'node:child_process';

/** The tests run the built products: build again what is older than its sources. */
export default function setup(): void {
  execFileSync(process.execPath, ['scripts/build-if-stale.js', 'cli', 'page'], {
    stdio: 'inherit',
  });
}
