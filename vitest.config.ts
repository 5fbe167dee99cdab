import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { orgs } from './test/runtimes/orgs.ts';

/** What leans on the runtime itself, and so is held on both: cryptography, encodings, archives, the calendar's data. */
const EVERYWHERE = [
  'test/calendar.test.ts',
  'test/documents/docx.test.ts',
  'test/documents/xlsx.test.ts',
  'test/evaluation/urn.test.ts',
  'test/files/admit.test.ts',
  'test/people/file.test.ts',
  'test/platforms/lark/crypt.test.ts',
  'test/platforms/lark/verify.test.ts',
  'test/platforms/seal.test.ts',
  'test/platforms/wecom/decode.test.ts',
  'test/platforms/wecom/verify.test.ts',
];

export default defineConfig({
  test: {
    silent: 'passed-only',
    // By default one core is left idle; much of what is waited for here are other processes.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/runtimes/worker/**'],
          testTimeout: 30_000,
          // What a file loads is there for the next: a third of the time went into loading it anew. No module keeps anything of a test.
          isolate: false,
          execArgv: ['--import', './test/helpers/quick.ts'],
        },
      },
      {
        plugins: [
          cloudflareTest(({ inject }) => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: {
                ZHIBU_ORGS: JSON.stringify(orgs(inject('lark'), inject('dingtalk'), inject('wecom'))),
              },
            },
          })),
        ],
        test: {
          name: 'workers',
          include: ['test/runtimes/worker/*.test.ts', ...EVERYWHERE],
          globalSetup: ['test/runtimes/platforms.ts'],
          // With it, whatever one file has loaded goes to the next in one message; Lark's SDK makes that too large.
          fsModuleCache: false,
          // Loading all anew for every file took three times as long as the tests.
          isolate: false,
          testTimeout: 60_000,
        },
      },
    ],
  },
});
