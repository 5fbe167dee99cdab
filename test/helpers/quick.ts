import { type ResolveFnOutput, registerHooks } from 'node:module';

/**
 * Makes a start twice as fast: Node reads a package.json anew for every import (drizzle-orm's has 180 KB), only to
 * learn that a file is a module, or where a package's entry is.
 */
registerHooks({
  resolve(specifier, context, next) {
    const parent = context.parentURL ?? '';
    if (OFTEN.test(specifier) && !parent.includes('/node_modules/')) {
      const found = known.get(specifier) ?? next(specifier, context);
      known.set(specifier, found);
      return { ...found, shortCircuit: true };
    }
    const format = specifier.startsWith('.') ? formatOf(specifier, parent) : null;
    if (format === null) return next(specifier, context);
    return { url: new URL(specifier, parent).href, format, shortCircuit: true };
  },
});

/** What most files import. */
const OFTEN = /^(drizzle-orm|zod)\b/;
const known = new Map<string, ResolveFnOutput>();

function formatOf(specifier: string, parent: string): 'module' | 'module-typescript' | null {
  if (/\/node_modules\/(drizzle-orm|zod)\/.*\.js$/.test(parent))
    return specifier.endsWith('.js') ? 'module' : null;
  return specifier.endsWith('.ts') && !parent.includes('/node_modules/') ? 'module-typescript' : null;
}
