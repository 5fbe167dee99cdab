import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { fakeLark } from '../platforms/lark/fake.ts';
import { botAdded, sealed } from '../platforms/lark/payloads.ts';
import { orgs } from './orgs.ts';

/** What `npm run worker` runs, on a free port and a database of its own. */
async function startWorker(variables: Record<string, string>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'zhibu-worker-'));
  const given = Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}:${value}`]);
  const wrangler = spawn(
    process.execPath,
    ['node_modules/wrangler/bin/wrangler.js', 'dev', '--port', '0', '--persist-to', folder, ...given],
    {
      env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false', CI: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = new Promise<void>((resolve) => wrangler.once('exit', () => resolve()));
  onTestFinished(async () => {
    wrangler.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  const lines: string[] = [];
  wrangler.stderr.on('data', (text) => lines.push(String(text)));
  for await (const line of createInterface(wrangler.stdout)) {
    lines.push(line);
    const [, url] = /Ready on (http:\S+)/.exec(line) ?? [];
    if (url) return url;
  }
  throw new Error(`the worker did not start:\n${lines.join('\n')}`);
}

test('the bundle starts without network, shows the console on loopback, and sends to Lark by its SDK', async () => {
  const lark = await fakeLark();
  onTestFinished(() => lark.close());
  const url = await startWorker({ ZHIBU_ORGS: JSON.stringify(orgs(lark.domain, lark.domain, lark.domain)) });

  expect(await (await fetch(`${url}/healthz`)).text()).toBe('ok');
  expect(await (await fetch(`${url}/readyz`)).text()).toBe('ready');
  expect(await (await fetch(`${url}/console`)).text()).toContain('/assets/console.js');
  const script = await fetch(`${url}/assets/console.js`);
  expect(script.headers.get('content-type')).toContain('javascript');
  expect((await fetch(`${url}/console`, { headers: { 'cf-connecting-ip': '192.0.2.1' } })).status).toBe(404);
  expect((await fetch(`${url}/hooks/nobody/lark`, { method: 'POST', body: '{}' })).status).toBe(404);

  const added = sealed(botAdded('oc_group'), { at: Date.now(), url: `${url}/hooks/main/lark` });
  expect((await fetch(added)).status).toBe(200);
  await expect.poll(() => lark.messagesTo('oc_group').length, { timeout: 20_000 }).toBe(1);
}, 60_000);
