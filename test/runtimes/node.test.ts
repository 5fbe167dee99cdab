import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createLog, silent } from '../../src/log.ts';
import { type Started, start } from '../../src/node.ts';
import { foundUnits, TWO_BRANCHES } from '../helpers/people.ts';
import { holdConversation } from './conversation.ts';
import { BEGINNING } from './orgs.ts';

async function started(): Promise<Started> {
  const dataDir = mkdtempSync(join(tmpdir(), 'zhibu-'));
  const server = await start(readConfig({ DATA_DIR: dataDir, PORT: '0', ZHIBU_CLOCK: BEGINNING }), silent);
  onTestFinished(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return server;
}

test('the main conversation passes over HTTP on Node', async () => {
  const server = await started();
  await server.hosted.get('main')?.org.store.change((db) => foundUnits(db, TWO_BRANCHES));
  const request = (url: string | URL | Request, init?: RequestInit) => {
    const { pathname, search } = new URL(String(url));
    return fetch(new URL(pathname + search, server.url), init);
  };
  await holdConversation({ request });
});

test('an address that is not this machine’s, a port that is taken and a folder that is none are a sentence each', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhibu-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { url } = await started();
  const failing = (env: Record<string, string>) =>
    start(readConfig({ DATA_DIR: folder, PORT: '0', ZHIBU_CONSOLE: 'off', ...env }), silent);
  writeFileSync(join(folder, 'main.db'), 'a letter, and no database at all');
  await expect(failing({})).rejects.toThrow(/^DATA_DIR: .*main\.db cannot be opened \(SQLITE_NOTADB\)/);
  const elsewhere = { ZHIBU_ORG: 'other' };
  await expect(failing({ ...elsewhere, DATA_DIR: join(folder, 'main.db') })).rejects.toThrow(/^DATA_DIR: /);
  await expect(failing({ ...elsewhere, PORT: new URL(url).port })).rejects.toThrow(/^PORT \d+ is in use/);
  await expect(failing({ ...elsewhere, HOST: '192.0.2.1' })).rejects.toThrow(
    /^HOST 192\.0\.2\.1 is no address/,
  );
});

test('a minute that was missed is a line of the log like any other', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const folder = mkdtempSync(join(tmpdir(), 'zhibu-'));
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line), Date.now);
  const server = await start(readConfig({ DATA_DIR: folder, PORT: '0', ZHIBU_CONSOLE: 'off' }), log);
  onTestFinished(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  vi.setSystemTime(Date.now() + 130_000);
  await vi.advanceTimersByTimeAsync(61_000);
  expect(lines.map((line) => JSON.parse(line).event)).toContain('minute.missed');
});

test('an organisation that is not configured is unknown', async () => {
  const server = await started();
  expect((await fetch(`${server.url}/hooks/nobody/lark`, { method: 'POST', body: '{}' })).status).toBe(404);
});
