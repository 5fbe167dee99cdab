import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

/** What the worker of the tests is configured with: two with a console, one on Lark. */
const ORGS = {
  hall: { ZHIBU_CONSOLE: 'on', ZHIBU_CLOCK: '2026-12-01T09:30:00+08:00' },
};

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
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: { bindings: { ZHIBU_ORGS: JSON.stringify(ORGS) } },
          }),
        ],
        test: { name: 'workers', include: ['test/runtimes/worker/*.test.ts'], testTimeout: 30_000 },
      },
    ],
  },
});
