import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { orgs } from './test/runtimes/orgs.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/runtimes/worker/**'],
          testTimeout: 30_000,
        },
      },
      {
        plugins: [
          cloudflareTest(({ inject }) => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: { bindings: { ZHIBU_ORGS: JSON.stringify(orgs(inject('lark'))) } },
          })),
        ],
        test: {
          name: 'workers',
          include: ['test/runtimes/worker/*.test.ts'],
          globalSetup: ['test/runtimes/platforms.ts'],
          // With it, whatever one file has loaded goes to the next in one message; Lark's SDK makes that too large.
          fsModuleCache: false,
          testTimeout: 30_000,
        },
      },
    ],
  },
});
