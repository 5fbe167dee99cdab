import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchBoard } from './board.ts';
import { benchCheckIns } from './checkins.ts';
import { benchDigest } from './digest.ts';
import { benchKept } from './kept.ts';
import { pinLoad, pinned } from './server.ts';
import { benchSummary } from './summary.ts';

/** Measures the product beside what it is built on and what it competes with; run it on a machine with nothing else to do. */
const folder = mkdtempSync(join(tmpdir(), 'zhibu-bench-'));
pinLoad();
console.log(
  `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model}; ${
    pinned
      ? 'servers on one core, load on another'
      : 'servers and load share the cores: there is no taskset here'
  }\n`,
);
try {
  const right = await benchCheckIns(folder);
  await benchSummary(folder);
  await benchDigest(folder);
  await benchBoard(folder);
  const kept = benchKept();
  console.log(notMeasured());
  process.exitCode = right && kept ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function notMeasured(): string {
  return [
    'Not measured: the network and TLS, a proxy, Lark itself (its answers come at once and from this machine), a disk',
    'that is slower to sync than this one, organisations that storm at the same time, DingTalk, WeCom and Workers.',
    'The load comes from one process with raw sockets that checks status and toast of every answer.',
  ].join('\n');
}
