import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { fakeLark } from '../platforms/lark/fake.ts';

/** Platforms for the tests that run on another runtime, and so cannot start a server themselves. */
export default async function startPlatforms(project: TestProject): Promise<() => Promise<void>> {
  const lark = await fakeLark();
  const window = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(lark.shown));
  });
  await new Promise<void>((resolve) => window.listen(0, '127.0.0.1', resolve));
  project.provide('lark', lark.domain);
  project.provide('shown', `http://127.0.0.1:${(window.address() as AddressInfo).port}`);
  return async () => {
    await new Promise((resolve) => window.close(resolve));
    await lark.close();
  };
}
