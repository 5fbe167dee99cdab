import { existsSync, mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
/** Bytes: hundreds of the largest databases that a test makes. */
const ROOM = 2 ** 30;

/**
 * A new folder, in memory where the machine has room for it: a third of the time went into waiting for the disk. What a
 * disk is needed for is held in `test/faults`.
 */
export function newFolder(): string {
  return mkdtempSync(join(hasRoom() ? MEMORY : tmpdir(), 'zhibu-'));
}

function hasRoom(): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ROOM;
}
