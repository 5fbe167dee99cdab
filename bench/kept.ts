import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** In each of the test's ten towns. */
const TOWNS = 10;
const OPERATIONS = 10_000;

/** The test of what is kept beside activities, a hundred thousand operations long. → whether it found nothing wrong */
export function benchKept(): boolean {
  const root = join(import.meta.dirname, '..');
  const began = performance.now();
  const { status, stdout } = spawnSync(
    join(root, 'node_modules/.bin/vitest'),
    ['run', '--project', 'node', 'test/activity/kept.test.ts'],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, OPERATIONS: String(OPERATIONS), TOWNS: String(TOWNS) },
    },
  );
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  console.log('What is kept beside activities');
  console.log(
    status === 0
      ? `  equals a recount after each of ${TOWNS * OPERATIONS} operations that wrote something (${seconds} s)\n`
      : `  is NOT what a recount finds:\n${stdout}\n`,
  );
  return status === 0;
}
