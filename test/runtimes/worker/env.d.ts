declare namespace Cloudflare {
  interface Env extends ImportedEnv {}
  interface GlobalProps {
    mainModule: typeof import('../../../src/worker.ts');
    durableNamespaces: 'Organisation';
  }
}
type ImportedEnv = import('../../../src/worker.ts').Env;
